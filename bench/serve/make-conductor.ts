import { BenchError } from '@headroom/contract/errors.ts';
import type { CurrentRun, LiveEvent, Start } from '@headroom/contract/live.ts';
import type { Manifest } from '@headroom/contract/manifest.ts';
import type { Trial } from '@headroom/contract/records.ts';
import { carryOut, type Lane, type Result } from '../carry-out.ts';
import { readManifest, writeManifest } from '../collect/manifest.ts';
import { createRunFolder, openRunFolder } from '../collect/run-folder.ts';
import type { OptionSource } from '../config/option-source.ts';
import { carryOutLive } from '../live/carry-out-live.ts';
import type { LiveWatcher } from '../live/live-control.ts';
import { refuseProbe } from '../main.ts';
import type { Order } from '../prepare/lab.ts';
import { prepareLab } from '../prepare/prepare-lab.ts';
import { dashboardsOf } from '../report/dashboard-links.ts';
import { portState } from '../runtime/native/ports.ts';
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
  /** Where k6 shows its own dashboard during a live load; null shows none. */
  readonly k6DashboardPort: number | null;
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
  const begin = async (what: string, prepare: (say: Say) => Promise<Begun>): Promise<string> => {
    demandNone(busy);
    busy = what;
    const early: string[] = [];
    let say: Say = (line) => early.push(line);
    const preparing = prepare((line) => say(line)).then(demandStillWanted);
    // Whoever ends the server waits for this too.
    finished = preparing.then(
      () => undefined,
      () => undefined,
    );
    try {
      const begun = await preparing;
      const { lane, most } = begun;
      hand = {
        run: currentRun(lane, what, begun),
        stop: new AbortController(),
        skip: new AbortController(),
        interrupted: closing,
        changes: most === null ? null : changes(most),
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

  /** The server may have been told to end while a run was being made ready. */
  const demandStillWanted = async (begun: Begun): Promise<Begun> => {
    if (!closing.signal.aborted) return begun;
    await begun.lane.runtime.close();
    throw new BenchError('BENCH_RUN_INTERRUPTED', 'the server is ending; nothing has been measured yet.');
  };

  /** @param open makes or opens the folder of the run */
  const laneOf = async (
    order: Order,
    say: Say,
    open: (manifest: Omit<Manifest, 'runId'>) => Pick<Lane, 'run' | 'manifest'>,
  ): Promise<Lane> => {
    const { runtime, manifest } = await prepareLab(order, { say, signal: closing.signal });
    try {
      return { ...open(manifest), runtime };
    } catch (error) {
      await runtime.close();
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
    start: (start) =>
      begin(whatOf(start), async (say) => {
        const { config, plan } = orderOf(demandFewUsers(start, usersMost), sources);
        demandFewUsersOf(plan.trials, usersMost);
        const k6 = start.kind === 'live' ? await freePort(k6DashboardPort) : null;
        const order = { ...config, out, plan, baseSubjects: null };
        const lane = await laneOf(
          { ...order, ...(k6 === null ? {} : { k6DashboardPort: k6 }) },
          say,
          (made) => {
            const run = createRunFolder(out, plan.preset, new Date());
            const manifest = { ...made, runId: run.runId };
            writeManifest(run, manifest);
            return { run, manifest };
          },
        );
        return start.kind === 'live'
          ? liveRun(lane, Math.min(usersMost, start.users + spareUsers), k6)
          : fixedRun(lane);
      }),
    resume: (runId) =>
      begin(`what was left of ${runId}`, async (say) => {
        const run = openRunFolder(out, runId);
        const manifest = readManifest(run);
        refuseForeign(manifest);
        demandFewUsersOf(manifest.plan.trials, usersMost);
        const order = { ...manifest, endpointsNamed: true, out, keepUp: false, baseSubjects: null };
        return fixedRun(await laneOf(order, say, () => ({ run, manifest })));
      }),
    changeUsers(users) {
      const { changes: asked } = demandRun(hand, busy);
      if (asked === null || asked.isOver()) {
        throw new BenchError(
          'BENCH_SERVE_FIXED_USERS',
          asked === null
            ? `${busy} runs by its own plan: expected a run of one endpoint, whose users can be changed.`
            : `the load of ${busy} is over: expected a change while it lasts.`,
        );
      }
      demandUsers(
        users,
        asked.most,
        `which k6 holds ready for this run (${spareUsers} more than it began with)`,
      );
      asked.ask(users);
    },
    stop: () => {
      const { stop, skip, changes: asked } = demandRun(hand, busy);
      // The load may have ended by itself: then there is only the rest to be ended.
      if (stop.signal.aborted || asked?.isOver()) skip.abort();
      else stop.abort();
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
  /** Users that may be asked for while it runs; null where they are fixed. */
  readonly most: number | null;
  /** Where k6 shows its dashboard; null shows none. */
  readonly k6Dashboard: number | null;
  carryOut(hand: RunInHand, emit: (event: LiveEvent) => void): Promise<Result>;
}

function liveRun(lane: Lane, most: number, k6Dashboard: number | null): Begun {
  return {
    lane,
    most,
    k6Dashboard,
    carryOut: ({ stop, skip, interrupted, changes: asked }, emit) =>
      carryOutLive(lane, most, {
        watcher: untilLoadEnds(asked, livePageWatcher(emit)),
        rest: pageWatcher(emit, lane.runtime.generatorCpus),
        restSkipped: AbortSignal.any([skip.signal, interrupted.signal]),
        stop: stop.signal,
        interrupted: interrupted.signal,
        nextChange: async (signal) =>
          asked === null ? await new Promise<never>(() => undefined) : asked.next(signal),
      }),
  };
}

/** From the end of the load on nobody takes a change any more. */
function untilLoadEnds(asked: RunInHand['changes'], watcher: LiveWatcher): LiveWatcher {
  return {
    ...watcher,
    loadEnded: () => {
      asked?.end();
      watcher.loadEnded();
    },
  };
}

function fixedRun(lane: Lane): Begun {
  return {
    lane,
    most: null,
    k6Dashboard: null,
    carryOut: ({ stop, interrupted }, emit) =>
      carryOut(lane.run, lane.manifest, lane.runtime, {
        watcher: pageWatcher(emit, lane.runtime.generatorCpus),
        signal: AbortSignal.any([stop.signal, interrupted.signal]),
      }),
  };
}

function currentRun({ run, manifest }: Lane, words: string, { most, k6Dashboard }: Begun): CurrentRun {
  const startedAt = Date.now() / 1000;
  const ofK6 =
    k6Dashboard === null
      ? []
      : [{ title: 'k6 dashboard', url: `http://127.0.0.1:${k6Dashboard}/ui/?endpoint=/` }];
  const links = [...dashboardsOf(manifest, startedAt, null), ...ofK6];
  return { runId: run.runId, startedAt, words, canChangeUsers: most !== null, links };
}

async function freePort(port: number | null): Promise<number | null> {
  return port !== null && (await portState(port)).free ? port : null;
}

function whatOf(start: Start): string {
  if (start.kind === 'preset') return `the preset ${start.preset}`;
  return `${usersInWords(start.subject, start.endpoint)}, ${start.users === 1 ? '1 user' : `${start.users} users`}`;
}

const limitOfServer = 'the limit of this server (--users-max)';

function demandFewUsers(start: Start, most: number): Start {
  if (start.kind === 'live') demandUsers(start.users, most, limitOfServer);
  return start;
}

function demandFewUsersOf(trials: readonly Trial[], most: number): void {
  const users = trials.filter(({ arrivalsPerSecond }) => arrivalsPerSecond === null).map(({ vus }) => vus);
  demandUsers(Math.max(1, ...users), most, limitOfServer);
}

/** @throws BenchError BENCH_CONFIG_INVALID */
function demandUsers(users: number, most: number, limit: string): void {
  if (users <= most) return;
  throw new BenchError('BENCH_CONFIG_INVALID', `users is ${users}: expected at most ${most}, ${limit}.`);
}

/** Runs that take more than their plan to go on. */
function refuseForeign(manifest: Manifest): void {
  refuseProbe(manifest);
  const { pair, runId } = manifest;
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
