import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveEvent } from '@headroom/contract/live.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordOf, trialOf } from '../../analyse/fixtures/records.ts';
import type { TrialFiles } from '../../runtime/runtime.ts';
import { livePageWatcher, pageWatcher } from './page-watcher.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const folder = () => mkdtempSync(join(tmpdir(), 'headroom-watch-'));
const filesIn = (path: string) =>
  ({
    series: join(path, 'series.ndjson'),
    subjectLog: join(path, 'subject.log'),
    notes: join(path, 'notes.ndjson'),
    generatorLog: join(path, 'generator.log'),
  }) as TrialFiles;
const series = [
  '{"event":"param","data":{"aggregates":{"trend":["avg","med","p(95)","p(99)"]}}}',
  '{"event":"metric","data":{"time":{},"http_reqs":{},"http_req_duration":{},"http_req_failed":{}}}',
  '{"event":"snapshot","data":[[1000,1001,1002,1003],[0.5],[8],[1700000001000]]}',
];

describe('pageWatcher', () => {
  it('tells of each trial, and of each of its seconds', () => {
    const events: LiveEvent[] = [];
    const watcher = pageWatcher((event) => events.push(event), 1);
    const trials = [trialOf('/async', 10), trialOf('/sync', 10)];
    const [first] = trials as [ReturnType<typeof trialOf>];
    const files = filesIn(folder());
    watcher.begin(trials);
    watcher.trialStarted(first, files);
    appendFileSync(files.series, `${series.join('\n')}\n`);
    appendFileSync(files.subjectLog, 'hello\n');
    const look = {
      generatorCpuSeconds: 1,
      othersCpuSeconds: null,
      usage: null,
      asked: false,
      metrics: null,
      scrapeSeconds: null,
    };
    watcher.sampled?.(first, { ...look, atSeconds: 1_699_999_999 });
    watcher.sampled?.(first, { ...look, atSeconds: 1_700_000_000, generatorCpuSeconds: 1.25 });
    vi.advanceTimersByTime(1100);
    watcher.trialEnded(recordOf(first, {}));
    watcher.end();
    expect(events.map(({ kind }) => kind)).toEqual(['trial', 'users', 'second', 'log', 'trial-ended']);
    expect(events[0]).toMatchObject({ place: 1, of: 2, canChangeUsers: false });
    expect(events[2]).toMatchObject({
      second: {
        users: 9,
        throughputRps: 8,
        p50Seconds: 1.001,
        p95Seconds: 1.002,
        failuresPerSecond: 4,
        generatorCpuShare: 0.25,
        stallSeconds: null,
      },
    });
    expect(events[4]).toMatchObject({ measured: true });
  });
});

describe('livePageWatcher', () => {
  it('counts the trials as they come', () => {
    const events: LiveEvent[] = [];
    const watcher = livePageWatcher((event) => events.push(event));
    watcher.loadStarts(filesIn(folder()));
    watcher.trialStarted(trialOf('/sync', 10), 60);
    watcher.trialStarted(trialOf('/sync', 100), 30);
    watcher.say('something');
    watcher.loadEnded();
    expect(events.filter(({ kind }) => kind === 'trial')).toMatchObject([
      { place: 1, of: 1, remainingSeconds: 60, canChangeUsers: true },
      { place: 2, of: 2, remainingSeconds: 30 },
    ]);
    expect(events.at(-1)).toMatchObject({ kind: 'log', text: 'something' });
  });
});
