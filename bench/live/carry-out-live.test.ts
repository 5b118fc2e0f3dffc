import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveSecond } from '@headroom/contract/live.ts';
import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import { bystanderUser } from '@headroom/contract/steering.ts';
import { describe, expect, it } from 'vitest';
import { trialOf } from '../analyse/fixtures/records.ts';
import { readJournal } from '../collect/journal.ts';
import { readManifest, writeManifest } from '../collect/manifest.ts';
import { createRunFolder } from '../collect/run-folder.ts';
import { eventually } from '../fixtures/eventually.ts';
import { manifestOf } from '../fixtures/manifest.ts';
import { silent } from '../fixtures/silent-watcher.ts';
import { systemClock } from '../runtime/system-clock.ts';
import { changes } from '../serve/run/run-in-hand.ts';
import { carryOutLive } from './carry-out-live.ts';
import { socketRuntime } from './fixtures/socket-users.ts';

/** Time does pass here, and windows are as short as they may be; the load would go on for an hour. */
const short: Partial<Trial> = {
  warmupSeconds: 0.2,
  durationSeconds: 3600,
  start: { kind: 'spawn-rate', usersPerSecond: 20 },
  thinkTime: { minSeconds: 0.05, maxSeconds: 0.05 },
  declaredServiceSeconds: 0.05,
  bystandersPerSecond: 10,
};

function open(changed: Partial<Trial> = {}) {
  const trial: Trial = { ...trialOf('/async', 3), ...short, ...changed };
  const run = createRunFolder(mkdtempSync(join(tmpdir(), 'headroom-live-')), 'live', new Date());
  const manifest = manifestOf([trial], { runId: run.runId });
  writeManifest(run, manifest);
  const runtime = socketRuntime();
  const asked = changes(10);
  const [stop, interrupted] = [new AbortController(), new AbortController()];
  const seen = { seconds: [] as LiveSecond[], lines: [] as string[], started: [] as string[] };
  const waiting: { count: number; resolve: () => void }[] = [];
  const done = carryOutLive({ run, manifest, runtime }, 10, {
    watcher: {
      loadStarts: () => undefined,
      loadEnded: () => undefined,
      trialStarted: ({ trialId }) => {
        seen.started.push(trialId);
        for (const { count, resolve } of waiting) if (seen.started.length >= count) resolve();
      },
      trialEnded: () => undefined,
      second: (second) => seen.seconds.push(second),
      say: (line) => seen.lines.push(line),
    },
    rest: silent,
    restSkipped: new AbortController().signal,
    stop: stop.signal,
    interrupted: interrupted.signal,
    nextChange: asked.next,
  });
  /** Resolves once so many trials have begun. */
  const begun = (count: number) =>
    new Promise<void>((resolve) => {
      waiting.push({ count, resolve });
      if (seen.started.length >= count) resolve();
    });
  /** Resolves once the load has lasted for so many seconds. */
  const haveLasted = (seconds: number) =>
    eventually(() => expect(seen.seconds.length).toBeGreaterThanOrEqual(seconds));
  const records = (): TrialRecord[] => readJournal(run.journal);
  return { run, runtime, asked, stop, interrupted, seen, done, begun, haveLasted, records };
}

const measuredIn = (records: readonly TrialRecord[]) =>
  records.flatMap((record) => (record.state === 'measured' ? [record] : []));
const reasonsIn = (records: readonly TrialRecord[]) =>
  records.flatMap((record) => (record.state === 'excluded' ? [record.reason.code] : []));

// Time does pass in them, for all at once.
describe.concurrent('a live run', () => {
  it('gives each number of users a window, and ends in good order when it is stopped', async () => {
    const { run, runtime, asked, stop, seen, done, begun, haveLasted, records } = open();
    /** From that instant on, so many users and the bystander have been answered. */
    const haveBeenAnswered = (users: number, since: number) =>
      eventually(() => {
        const answered = runtime.requests.filter(
          ({ askedAt, endedAt }) => askedAt >= since && endedAt !== null,
        );
        expect(new Set(answered.map(({ user }) => user)).size).toBe(users + 1);
      });
    await begun(1);
    await haveLasted(3);
    await haveBeenAnswered(3, systemClock.now() - 1);
    asked.ask(6);
    await begun(2);
    const opensAt = systemClock.now() + 0.2;
    await haveBeenAnswered(6, opensAt);
    await eventually(() => expect(runtime.lookedAt() - opensAt).toBeGreaterThan(1));
    stop.abort();
    const { analysis } = await done;
    expect(analysis).toMatchObject({ cells: [{ vus: 3 }, { vus: 6 }], excluded: [] });
    expect(analysis.pending).toBe(0);
    const [three, six] = measuredIn(records());
    expect(three?.trial.continues).toBeNull();
    expect(six?.trial).toMatchObject({ continues: three?.trial.trialId, vus: 6 });
    for (const record of [three, six]) {
      const { startedAt = 0, measuredSeconds = 0 } = record ?? {};
      const from = startedAt + (record?.trial.warmupSeconds ?? 0);
      /** All that happened in the window, but perhaps for the last thousandth of a second, to which it is rounded. */
      const expectAll = (instants: readonly number[], counted: number | undefined) => {
        const before = (end: number) => instants.filter((at) => at >= from && at < end).length;
        expect(counted).toBeGreaterThanOrEqual(before(from + measuredSeconds - 0.001));
        expect(counted).toBeLessThanOrEqual(before(from + measuredSeconds));
        expect(counted).toBeGreaterThan(0);
      };
      const ofUsers = runtime.requests.filter(({ user }) => user !== bystanderUser);
      expectAll(
        ofUsers.map(({ endedAt }) => endedAt ?? Number.NaN),
        record?.requests,
      );
      const ofBystander = runtime.requests.filter(({ user }) => user === bystanderUser);
      expectAll(
        ofBystander.map(({ askedAt }) => askedAt),
        record?.bystander?.sent,
      );
      expect(record?.latency?.quantiles).toHaveLength(199);
      expect(record?.generator.cpuShare).toBeCloseTo(0.1, 1);
      expect(record?.scrapes.attempted).toBe(0);
    }
    expect(three?.series.length).toBeGreaterThanOrEqual(2);
    // The last of those who came entered three twentieths of a second later.
    expect(six?.trial.start).toMatchObject({ kind: 'staggered' });
    expect(readManifest(run).plan.trials.map(({ vus }) => vus)).toEqual([3, 6]);
    expect(seen.seconds[0]).toMatchObject({ users: 3, failuresPerSecond: 0, stallSeconds: null });
    expect(seen.seconds[0]?.idealRps).toBeCloseTo(30, 6);
    expect(runtime.closed()).toBe(true);
  });

  it('says what was too late, and ends by itself', async () => {
    const { asked, done, haveLasted, seen, records } = open({ warmupSeconds: 2, durationSeconds: 3.5 });
    // A window takes a second after the warm-up, and the load is over after another 2.5 s.
    await haveLasted(3);
    asked.ask(6);
    await done;
    expect(records()).toMatchObject([{ state: 'measured', measuredSeconds: 3.5, trial: { vus: 3 } }]);
    expect(seen.lines.join()).toContain('The users stay as they are');
  });

  it('excludes what was cut short, with the reason', async () => {
    const { stop, done, begun, records } = open({ warmupSeconds: 3600 });
    await begun(1);
    stop.abort();
    await done;
    expect(reasonsIn(records())).toEqual(['BENCH_TRIAL_CUT_SHORT']);
  });

  it('leaves the trial in hand to be run again when the lab is stopped', async () => {
    const { interrupted, done, begun, records } = open();
    await begun(1);
    interrupted.abort();
    const { analysis } = await done;
    expect(reasonsIn(records())).toEqual(['BENCH_TRIAL_INTERRUPTED']);
    expect(analysis.pending).toBe(1);
  });

  it.each([
    ['BENCH_GENERATOR_KILLED', 'endGenerator', { exitCode: null, signal: 'SIGKILL', lastWords: '' }],
    ['BENCH_GENERATOR_FAILED', 'endGenerator', { exitCode: 0, signal: null, lastWords: '' }],
    ['BENCH_SUBJECT_EXITED', 'endSubject', { exitCode: 1, signal: null, lastWords: 'no luck' }],
  ] as const)('ends with %s', async (code, end, exit) => {
    const { runtime, done, begun, records } = open();
    await begun(1);
    runtime[end](exit);
    await done;
    expect(reasonsIn(records())).toEqual([code]);
  });

  it('ends when a user is lost, of whom nobody would know any more', async () => {
    const { runtime, done, begun, records } = open();
    await begun(1);
    runtime.loseUser();
    await done;
    expect(records()).toMatchObject([
      { reason: { code: 'BENCH_GENERATOR_FAILED', message: expect.stringContaining('lost its connection') } },
    ]);
  });
});
