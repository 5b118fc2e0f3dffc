import { BenchError } from '@headroom/contract/errors.ts';
import type { CurrentRun, LiveEvent, Start } from '@headroom/contract/live.ts';
import type { Manifest } from '@headroom/contract/manifest.ts';
import { carryOut, type Lane, type Result } from '../carry-out.ts';
import { readManifest, writeManifest } from '../collect/manifest.ts';
import { createRunFolder, openRunFolder } from '../collect/run-folder.ts';
import type { OptionSource } from '../config/option-source.ts';
import { carryOutLive } from '../live/carry-out-live.ts';
import { prepareLab } from '../prepare/prepare-lab.ts';
import { dashboardsOf } from '../report/dashboard-links.ts';
import { portState } from '../runtime/native/ports.ts';
import type { Watcher } from '../watcher.ts';
import type { Conductor } from './conductor.ts';
import { eventLog } from './event-log.ts';
import { describeEnd } from './run/describe-end.ts';
import { estimateOf } from './run/estimate.ts';
import { orderOf } from './run/live-order.ts';
import { livePageWatcher, logged, pageWatcher } from './run/page-watcher.ts';
import { changes, demandNone, demandRun, type RunInHand } from './run/run-in-hand.ts';
import { usersInWords } from './run/user-classes.ts';

/** What runs are made from. */
export interface Settings {
  /** The user's own settings. */
  readonly sources: readonly OptionSource[];
  readonly out: string;
  /** The most users that anybody may ask for. */
  readonly usersMost: number;
  /** Where k6 shows its own dashboard while it runs. */
  readonly k6DashboardPort: number;
}

/** Users whom the generator holds ready beyond those that a live run begins with. */
const spareUsers = 100;

/** Carries out runs by the same pipeline as the command line, one at a time, and tells of them by events. */
export function makeConductor({ sources, out, usersMost, k6DashboardPort }: Settings): Conductor {
  const events = eventLog();
  let hand: RunInHand | null = null;
  /** What is being made ready, or runs; in words. */
  let busy: string | null = null;
  let finished: Promise<void> = Promise.resolve();
  const closing = new AbortController();

  /** Makes ready and begins; what follows goes on by itself. */
  const begin = async (what: string, prepare: (k6: number | undefined, say: Say) => Promise<Begun>) => {
    demandNone(busy);
    busy = what;
    const early: string[] = [];
    let say: Say = (line) => early.push(line);
    try {
      const k6 = (await portState(k6DashboardPort)).free ? k6DashboardPort : undefined;
      const begun = await prepare(k6, (line) => say(line));
      const { lane, canChangeUsers } = begun;
      hand = {
        run: currentRun(lane, what, canChangeUsers, k6),
        stop: new AbortController(),
        skip: new AbortController(),
        interrupted: closing,
        changes: canChangeUsers ? changes() : null,
      };
      events.add({ kind: 'started', run: hand.run });
      say = (line) => events.add(logged(line));
      for (const line of early) say(line);
      finished = finish(begun, hand);
      return lane.run.runId;
    } catch (error) {
      busy = null;
      throw error;
    }
  };

  const finish = async ({ lane, carryOut: go }: Begun, current: RunInHand): Promise<void> => {
    const { runId } = lane.run;
    const end = await go(current, events.add).then(
      (result) => describeEnd(result, lane.manifest, current),
      (error: unknown): Ended => ({
        kind: 'ended',
        ...{ runId, state: 'failed', words: wordsOf(error), hasReport: false, links: [] },
      }),
    );
    hand = null;
    busy = null;
    events.add(end);
  };

  return {
    events,
    current: () => hand?.run ?? null,
    estimate: (start) => estimateOf(orderOf(demandFewUsers(start, usersMost), sources)),
    start: async (start) =>
      begin(whatOf(start), async (k6, say) => {
        const { config, plan } = orderOf(demandFewUsers(start, usersMost), sources);
        const order = { ...config, out, plan, baseSubjects: null };
        const lab = await prepareLab(
          { ...order, ...(k6 === undefined ? {} : { k6DashboardPort: k6 }) },
          { say, signal: closing.signal },
        );
        const run = createRunFolder(out, plan.preset, new Date());
        const manifest = { ...lab.manifest, runId: run.runId };
        writeManifest(run, manifest);
        const lane: Lane = { run, manifest, runtime: lab.runtime };
        return start.kind === 'live'
          ? liveRun(lane, Math.min(usersMost, start.users + spareUsers))
          : fixedRun(lane);
      }),
    resume: async (runId) =>
      begin(`what was left of ${runId}`, async (k6, say) => {
        const run = openRunFolder(out, runId);
        const manifest = readManifest(run);
        refusePair(manifest);
        const order = { ...manifest, endpointsNamed: true, out, keepUp: false, baseSubjects: null };
        const lab = await prepareLab(
          { ...order, ...(k6 === undefined ? {} : { k6DashboardPort: k6 }) },
          { say, signal: closing.signal },
        );
        return fixedRun({ run, manifest, runtime: lab.runtime });
      }),
    changeUsers(users) {
      const { changes: asked } = demandRun(hand);
      if (asked === null || asked.isOver()) {
        throw new BenchError(
          'BENCH_SERVE_FIXED_USERS',
          asked === null
            ? `${busy} runs by its own plan: expected a run of one endpoint, whose users can be changed.`
            : `the load of ${busy} is over: expected a change while it lasts.`,
        );
      }
      demandUsers(users, usersMost);
      asked.ask(users);
    },
    stop: () => {
      const { stop, skip } = demandRun(hand);
      if (stop.signal.aborted) skip.abort();
      stop.abort();
    },
    close: async () => {
      closing.abort();
      await finished;
    },
  };
}

type Say = (line: string) => void;
type Ended = Extract<LiveEvent, { kind: 'ended' }>;

/** A run that is ready, and how it is carried out. */
interface Begun {
  readonly lane: Lane;
  readonly canChangeUsers: boolean;
  carryOut(hand: RunInHand, emit: (event: LiveEvent) => void): Promise<Result>;
}

function liveRun(lane: Lane, most: number): Begun {
  return {
    lane,
    canChangeUsers: true,
    carryOut: ({ stop, skip, interrupted, changes: asked }, emit) =>
      carryOutLive(lane, most, {
        watcher: livePageWatcher(emit),
        rest: afterLoad(asked, pageWatcher(emit, lane.runtime.generatorCpus)),
        restSkipped: AbortSignal.any([skip.signal, interrupted.signal]),
        stop: stop.signal,
        interrupted: interrupted.signal,
        nextChange: async (signal) =>
          asked === null
            ? await new Promise<never>(() => undefined)
            : Math.min(most, await asked.next(signal)),
      }),
  };
}

/** A watcher that closes the door to further changes first. */
function afterLoad(asked: RunInHand['changes'], watcher: Watcher): Watcher {
  return {
    ...watcher,
    begin: (trials) => {
      asked?.end();
      watcher.begin(trials);
    },
  };
}

function fixedRun(lane: Lane): Begun {
  return {
    lane,
    canChangeUsers: false,
    carryOut: ({ stop, interrupted }, emit) =>
      carryOut(lane.run, lane.manifest, lane.runtime, {
        watcher: pageWatcher(emit, lane.runtime.generatorCpus),
        signal: AbortSignal.any([stop.signal, interrupted.signal]),
      }),
  };
}

function currentRun(
  { run, manifest }: Lane,
  words: string,
  canChangeUsers: boolean,
  k6: number | undefined,
): CurrentRun {
  const startedAt = Date.now() / 1000;
  const ofK6 =
    k6 === undefined || manifest.runtime !== 'native'
      ? []
      : [{ title: 'k6 dashboard', url: `http://127.0.0.1:${k6}/ui/?endpoint=/` }];
  const links = [...dashboardsOf(manifest, startedAt, null), ...ofK6];
  return { runId: run.runId, startedAt, words, canChangeUsers, links };
}

function whatOf(start: Start): string {
  if (start.kind === 'preset') return `the preset ${start.preset}`;
  return `${usersInWords(start.subject, start.endpoint)}, ${start.users === 1 ? '1 user' : `${start.users} users`}`;
}

function demandFewUsers(start: Start, most: number): Start {
  if (start.kind === 'live') demandUsers(start.users, most);
  return start;
}

/** @throws BenchError BENCH_CONFIG_INVALID */
function demandUsers(users: number, most: number): void {
  if (users <= most) return;
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `users is ${users}: expected at most ${most}, the limit of this server. Start it with --users-max ${users} for more.`,
  );
}

function refusePair({ pair, runId }: Manifest): void {
  if (pair === null) return;
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `${runId} is one of two runs that are measured in turn: expected a run alone. Go on with: npm exec headroom -- resume ${runId}`,
  );
}

function wordsOf(error: unknown): string {
  if (error instanceof BenchError) return `${error.message} (${error.code})`;
  console.error(error);
  return 'A defect of Headroom ended the run; the terminal of the server says more. (BENCH_INTERNAL_DEFECT)';
}
