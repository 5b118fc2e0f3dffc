import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dashboardGaps } from '../analyse/dashboard-gaps.ts';
import { recordOf, trialOf } from '../analyse/fixtures/records.ts';
import { dashboardGap } from './dashboard-gap.ts';

const log = join(mkdtempSync(join(tmpdir(), 'headroom-gap-')), 'generator.log');
/** As k6 writes them. */
const line = (msg: string, time: string, output = 'Prometheus remote write') =>
  JSON.stringify({ level: 'error', msg, output, time });
const failed = (time: string) => line('Failed to send the time series data to the endpoint', time);
const lasted = (text: string, time: string) =>
  line(
    `Successful flushed time series to remote write endpoint but it took ${text} while flush period is 1s. Some samples may be dropped.`,
    time,
  );
const gapOf = (...lines: string[]) => {
  writeFileSync(log, lines.join('\n'));
  return dashboardGap(log);
};
const at = (time: string) => Date.parse(time) / 1000;

it('is from the first attempt to send that failed to the end of the last one', () => {
  expect(
    gapOf(
      '{"level":"info","msg":"Experimental feature enabled","time":"2026-11-30T23:44:38Z"}',
      failed('2026-11-30T23:44:47Z'),
      lasted('5s', '2026-11-30T23:44:47Z'),
      failed('2026-11-30T23:44:52Z'),
      lasted('5.0016896s', '2026-11-30T23:44:52Z'),
      '{"msg":"cut o',
    ),
  ).toEqual({ from: at('2026-11-30T23:44:42Z'), to: at('2026-11-30T23:44:52Z') });
});

it('is that of attempts that were refused at once', () => {
  const gap = { from: at('2026-11-30T23:44:47Z'), to: at('2026-11-30T23:44:49Z') };
  expect(gapOf(failed('2026-11-30T23:44:47Z'), failed('2026-11-30T23:44:49Z'))).toEqual(gap);
});

it('is none where all was taken, if slowly, and where there is no log', () => {
  expect(gapOf(lasted('1m2s', '2026-11-30T23:44:47Z'))).toBeNull();
  expect(dashboardGap(`${log}.none`)).toBeNull();
});

it('is told of all trials in one sentence', () => {
  const of = (from: string, to: string) =>
    recordOf(trialOf('/async', 10), { dashboardGap: { from: at(from), to: at(to) } });
  const first = of('2026-11-30T23:44:42Z', '2026-11-30T23:44:52Z');
  const second = of('2026-11-30T23:45:00Z', '2026-11-30T23:45:02Z');
  expect(dashboardGaps([first, recordOf(trialOf('/sync', 10), {}), second])).toEqual([
    'Prometheus took nothing for about 12 s of 2 trials, from 2026-11-30 23:44:42 UTC to 2026-11-30 23:45:02 UTC: the dashboards lack that time, the figures of this report lack nothing.',
  ]);
  expect(dashboardGaps([recordOf(trialOf('/sync', 10), {})])).toEqual([]);
});
