import { describe, expect, it } from 'vitest';
import { latencyBetween, recordOf, trialOf } from './fixtures/records.ts';
import { gotFaster, loneUsers, withWarmCode } from './lone-user.ts';

const at = (vus: number, afterLoad: boolean, meanSeconds: number) =>
  recordOf({ ...trialOf('/cpu', vus), afterLoad }, { latency: latencyBetween(meanSeconds, meanSeconds) });

describe('a lone user who is asked again after the load', () => {
  it('met cold code at first if he is quicker now, as did all who came before', () => {
    const records = [at(1, false, 0.1), at(2, false, 0.2), at(1, true, 0.01), at(2, true, 0.02)];
    expect(loneUsers(records).get('nest /cpu')).toEqual({
      beforeSeconds: 0.1,
      afterSeconds: 0.01,
      isCold: true,
      varies: false,
    });
    expect(withWarmCode(records, loneUsers(records))).toEqual([records[2], records[3]]);
  });

  it('changes nothing if he is as quick as before', () => {
    const records = [at(1, false, 0.1), at(2, false, 0.2), at(1, true, 0.099)];
    expect(withWarmCode(records, loneUsers(records))).toEqual([records[0], records[1]]);
  });
});

it('one who got faster within his window is noticed', () => {
  const series = (medians: readonly number[]) =>
    medians.map((medianLatencySeconds, i) => ({ atSeconds: 4 + i, answered: 10, medianLatencySeconds }));
  const trial = trialOf('/cpu', 1);
  expect(gotFaster(recordOf(trial, { series: series([0.1, 0.09, 0.05, 0.05]) }))).toBe(true);
  expect(gotFaster(recordOf(trial, { series: series([0.1, 0.1, 0.099, 0.101]) }))).toBe(false);
  expect(gotFaster(recordOf(trial, { series: series([0.1, 0.05]) }))).toBe(false);
});
