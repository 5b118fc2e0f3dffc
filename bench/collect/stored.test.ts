import { manifestSchema } from '@headroom/contract/manifest.ts';
import { schemaVersion, trialRecordSchema } from '@headroom/contract/records.ts';
import { describe, expect, it } from 'vitest';
import { recordOf, trialOf } from '../analyse/fixtures/records.ts';
import { readStored } from './stored.ts';

const record = {
  ...recordOf({ ...trialOf('/async', 10), bystandersPerSecond: 5 }, {}),
  bystander: { sent: 5, failed: 1, answered: 3, latency: null },
};
const text = JSON.stringify(record);

const read = (line: string) => readStored(trialRecordSchema, line, 'line 3 of trials.ndjson', 'Remove it.');
const refusal = (line: string): string => {
  try {
    read(line);
  } catch (error) {
    return String(error instanceof Error ? error.message : error);
  }
  return 'it was read';
};
/** The record with the field at that path set to something written as JSON. */
const withField = (path: string, json: string): string => {
  const copy = structuredClone(record) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() as string;
  const holder = keys.reduce((inner, key) => Reflect.get(inner, key) as Record<string, unknown>, copy);
  Reflect.set(holder, last, '@');
  return JSON.stringify(copy).replace('"@"', json);
};

describe('what was stored', () => {
  it('is read as it was written', () => {
    expect(read(text)).toEqual(record);
  });

  it('is read when it is older than a field that has a default', () => {
    const { arrivalsPerSecond: _, ...older } = record.trial;
    expect(read(JSON.stringify({ ...record, trial: older }))).toEqual(record);
    expect(manifestSchema.shape.pair.parse(undefined)).toBeNull();
    expect(manifestSchema.shape.plan.shape.growth.parse(undefined)).toEqual({ kind: 'none' });
  });

  it.each([
    ['measuredSeconds', '"NaN"', /measuredSeconds is "NaN": expected number/],
    ['measuredSeconds', 'null', /measuredSeconds is null: expected number/],
    ['measuredSeconds', '1e999', /measuredSeconds is Infinity: expected number/],
    ['measuredSeconds', '0', /measuredSeconds is 0: expected number to be >0/],
    ['latency.mean', '-0.5', /latency\.mean is -0\.5: expected number to be >=0/],
    ['latency.mean', '7', /latency\.mean is 7: expected a value from min to max/],
    ['latency.min', '9', /latency\.min is 9: expected at most max/],
    ['latency.quantiles', '[1,2,3]', /latency\.quantiles is \[ 1, 2, 3 \]: expected 199 values/],
    ['latency.quantiles.7', 'null', /latency\.quantiles\.7 is null: expected number/],
    ['latency.quantiles.7', '0', /latency\.quantiles is .*: expected values that never fall/],
    ['requests', '1.5', /requests is 1\.5: expected int/],
    ['requests', '-1', /requests is -1: expected number to be >=0/],
    ['failedRequests', '27', /failedRequests is 27: expected at most requests/],
    ['bystander.sent', '2', /bystander\.sent is 2: expected at least failed and answered together/],
    ['trial.bystandersPerSecond', '0', /bystander is .*: expected null, for its trial sends none/],
    ['scrapes.answered', '31', /scrapes\.answered is 31: expected at most attempted/],
    ['trial.thinkTime.minSeconds', '3', /trial\.thinkTime\.minSeconds is 3: expected at most maxSeconds/],
    [
      'trial.start.kind',
      '"at-once"',
      /trial\.start\.kind is "at-once": expected one of "staggered", "spawn-rate"/,
    ],
    ['trial.strategy', '"magic"', /trial\.strategy is "magic": expected one of "sync"/],
    ['state', '"guessed"', /state is "guessed": expected one of "measured", "excluded"/],
    ['schemaVersion', '"1"', /schemaVersion is "1": expected 1/],
    ['surprise', '1', /it has "surprise", which this Headroom does not know/],
    ['latency.p50', '1', /latency has "p50", which this Headroom does not know/],
  ])('is refused with its place, field and what was expected: %s = %s', (path, json, message) => {
    const refused = refusal(withField(path, json));
    expect(refused).toMatch(message);
    expect(refused).toMatch(/^line 3 of trials\.ndjson .* Remove it\.$/);
  });

  it('is refused where a field is missing, where it is cut, empty, or no record at all', () => {
    expect(refusal(withField('gone', '1').replace('"requests":26,', ''))).toContain('requests is missing');
    expect(refusal(text.slice(0, 300))).toMatch(
      /expected JSON that is whole, but it begins "\{.*"…\. Remove/s,
    );
    expect(refusal('{\n"state":\n')).not.toContain('\n');
    expect(refusal(' ')).toContain('it is empty');
    for (const other of ['null', '7', '[]', '"x"']) expect(refusal(other)).toContain('cannot be read: it is');
  });

  it.each([0, 2, 99])('is refused by name where it is of the schema version %d', (version) => {
    const line = JSON.stringify({ ...record, schemaVersion: version, versions: { headroom: '9.9.9' } });
    expect(() => read(line)).toThrow(expect.objectContaining({ code: 'BENCH_RESULTS_VERSION' }));
    expect(refusal(line)).toMatch(
      new RegExp(
        `has schemaVersion ${version}: expected ${schemaVersion}, .*that wrote it \\(Headroom 9\\.9\\.9\\)`,
      ),
    );
  });
});
