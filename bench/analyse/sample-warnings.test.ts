import { expect, it } from 'vitest';
import { recordOf, trialOf } from './fixtures/records.ts';
import { sampleWarnings } from './sample-warnings.ts';

/** Repeats of a cell that answered so many requests each, in that order, though not written down in it. */
function warningsOf(requests: readonly number[]): Record<string, string> {
  const records = requests.map((count, i) => {
    const trial = { ...trialOf('/async', 10), repeat: i + 1, trialId: `nest-async-10vu-r${i + 1}` };
    return { ...recordOf(trial, { requests: count }), startedAt: 1000 + 40 * i };
  });
  return Object.fromEntries(sampleWarnings(records.toReversed()).map(({ code, message }) => [code, message]));
}

it('names the repeats that differ by far, and the machine that moved between two states or all the time', () => {
  expect(warningsOf([1000, 1001, 999, 1000, 1002, 500, 998, 1001])).toEqual({
    outliers: expect.stringContaining('nest-async-10vu-r6 differs by far'),
  });
  expect(warningsOf([1000, 1200, 1004, 1204, 1002, 1198, 1202, 1000, 1006, 1200])).toEqual({
    bimodal: expect.stringContaining('two groups'),
  });
  expect(warningsOf(Array.from({ length: 10 }, (_, i) => 1000 + 20 * i))).toEqual({
    drift: expect.stringContaining('rise or fall over the run'),
  });
  expect(warningsOf([1000, 1002, 999, 1001, 1000, 998])).toEqual({});
});
