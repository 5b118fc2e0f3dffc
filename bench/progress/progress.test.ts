import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { recordOf, trialOf } from '../analyse/fixtures/records.ts';
import type { TrialFiles } from '../runtime/runtime.ts';
import { describeRecord, describeTrial } from './describe-trial.ts';
import { followSeries } from './follow-series.ts';
import { liveProgress } from './live-progress.ts';
import { plainProgress } from './plain-progress.ts';
import { formatRemaining, remainingTime } from './remaining-time.ts';

const first = trialOf('/sync', 10);
const second = trialOf('/async', 1, 2);
const series = join(mkdtempSync(join(tmpdir(), 'headroom-progress-')), 'series.ndjson');
const files = { series } as TrialFiles;
const lines = [
  '{"event":"param","data":{"aggregates":{"trend":["med"]}}}',
  '{"event":"metric","data":{"http_req_duration":{},"http_reqs":{},"time":{}}}',
  '{"event":"snapshot","data":[[500],[42,42],[1000]]}',
];

afterEach(() => vi.useRealTimers());

describe('progress', () => {
  it('is two lines a trial where there is no terminal', () => {
    const said: string[] = [];
    const watcher = plainProgress((line) => said.push(line));
    watcher.begin([first, second]);
    watcher.trialStarted(first, files);
    watcher.trialEnded(recordOf(first, { requests: 300, failedRequests: 3 }));
    watcher.trialStarted(second, files);
    watcher.trialEnded({
      schemaVersion: 1,
      state: 'excluded',
      trial: second,
      reason: { code: 'BENCH_SUBJECT_EXITED', message: 'it ended' },
    });
    watcher.end();
    expect(said).toEqual([
      '2 trials, about 1 min 14 s.',
      '1/2  nest /sync, 10 users ... (1 min 14 s left)',
      '1/2  nest /sync, 10 users: 9.90 rps, mean 1.00 s, 3 failed, 1 in flight',
      expect.stringMatching(/^2\/2 {2}nest \/async, 1 user, repeat 2 \.\.\. \(.* left\)$/),
      '2/2  nest /async, 1 user, repeat 2: excluded: it ended (BENCH_SUBJECT_EXITED)',
    ]);
  });

  it('shows the cell in hand, its rate and the time left on a terminal', () => {
    vi.useFakeTimers();
    const stream = Object.assign(new PassThrough(), { columns: 120, rows: 20, isTTY: true });
    const watcher = liveProgress(stream as unknown as NodeJS.WriteStream);
    watcher.begin([first]);
    watcher.trialStarted(first, files);
    vi.advanceTimersByTime(300);
    appendFileSync(series, `${lines.join('\n')}\n`);
    vi.advanceTimersByTime(300);
    watcher.trialEnded(recordOf(first, {}));
    watcher.end();
    const shown = String(stream.read());
    expect(shown).toContain('1 trial, about 37 s.');
    expect(shown).toMatch(/1\/1 {2}nest \/sync, 10 users {2}[█░]{20} {2}37 s left/);
    expect(shown).toMatch(/42\.0 rps {2}500 ms {2}3\d s left/);
    expect(shown).toContain('1/1  nest /sync, 10 users: 0.87 rps');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('learns how long a trial takes beyond its load', () => {
    const time = remainingTime();
    expect(time.of([first])).toBe(37);
    time.learn(first, 35);
    expect(time.of([first, first])).toBe(70);
    expect([4, 65, 600, -3].map(formatRemaining)).toEqual(['4 s', '1 min 05 s', '10 min 00 s', '0 s']);
  });

  it('marks a baseline', () => {
    expect(describeTrial({ ...first, baseline: true })).toBe('nest /sync, 10 users, baseline');
    expect(describeRecord(recordOf(first, { latency: null, requests: 0, inFlightAtCutoff: 0 }))).toBe(
      '0.00 rps, mean –',
    );
  });

  it('names the rate of an open load, and what was dropped of it', () => {
    const trial = { ...first, arrivalsPerSecond: 20 };
    expect(describeTrial(trial)).toBe('nest /sync, 20 requests/s');
    const generator = { cpuSeconds: 1, cpuShare: 0.1, droppedIterations: 7 };
    expect(describeRecord(recordOf(trial, { generator }))).toContain('1 in flight, 7 dropped');
  });

  it('reads a growing series, also when a line comes in two parts', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'headroom-progress-')), 'series.ndjson');
    const follow = followSeries(file);
    expect(follow()).toEqual([]);
    appendFileSync(file, `${lines.join('\n').slice(0, -10)}`);
    expect(follow()).toEqual([]);
    appendFileSync(file, `${lines.join('\n').slice(-10)}\n`);
    expect(follow()).toMatchObject([{ atSeconds: 1, answered: 42, medianLatencySeconds: 0.5 }]);
  });
});
