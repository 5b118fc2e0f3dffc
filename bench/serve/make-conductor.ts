import { BenchError } from '@headroom/contract/errors.ts';
import type { LiveEvent, Start } from '@headroom/contract/live.ts';
import type { Manifest } from '@headroom/contract/manifest.ts';
import { beginRun } from '../begin-run.ts';
import { isFinished } from '../carry-out.ts';
import { readManifest } from '../collect/manifest.ts';
import { openRunFolder, type RunFolder } from '../collect/run-folder.ts';
import { demandIdle } from '../collect/run-lock.ts';
import { loadConfig } from '../config/load-config.ts';
import type { OptionSource } from '../config/option-source.ts';
import { resumeHint } from '../headroom-command.ts';
import { demandSameTuning } from '../prepare/inherited-tuning.ts';
import { prepareLab } from '../prepare/prepare-lab.ts';
import { refuseProbe } from '../refuse-probe.ts';
import { portState } from '../runtime/native/ports.ts';
import { demandTrusted, type Trust } from '../trust/demand-trusted.ts';
import { users } from '../words/in-words.ts';
import { complainOfDefect } from '../words/terminal.ts';
import type { Conductor } from './conductor.ts';
import { eventLog } from './event-log.ts';
import { type Begun, describeRun, fixedRun, liveRun } from './run/begun-run.ts';
import { describeEnd } from './run/describe-end.ts';
import { estimateOf } from './run/estimate.ts';
import { orderOf } from './run/live-order.ts';
import { logged } from './run/page-watcher.ts';
import { demandNone, demandRun, type RunInHand } from './run/run-in-hand.ts';
import { usersInWords } from './run/user-classes.ts';
import { demandFewUsers, demandUsers } from './run/user-limits.ts';

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
      hand = {
        run: describeRun(begun, what),
        stop: new AbortController(),
        skip: new AbortController(),
        interrupted: closing,
        changes: begun.changes,
      };
      events.add({ kind: 'started', run: hand.run });
      say = (line) => events.add(logged(line));
      for (const line of early) say(line);
      finished = finish(begun, hand);
      return begun.lane.run.runId;
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
    estimate: (start) => estimateOf(orderOf(start, sources)),
    start: (start) =>
      begin(whatOf(start), async (say) => {
        const { config, plan } = orderOf(start, sources);
        demandFewUsers(plan.trials, usersMost);
        const k6 = start.kind === 'live' ? await freePort(k6DashboardPort) : null;
        const order = { ...config, out, plan, baseSubjects: null };
        const lab = await prepareLab(
          { ...order, ...(k6 === null ? {} : { k6DashboardPort: k6 }) },
          { say, signal: closing.signal },
        );
        const lane = await beginRun(out, lab, say);
        return start.kind === 'live'
          ? liveRun(lane, Math.min(usersMost, start.users + spareUsers), k6)
          : fixedRun(lane);
      }),
    resume: (runId) =>
      begin(`what was left of ${runId}`, async (say) => {
        const run = openRunFolder(out, runId);
        const manifest = readManifest(run);
        refuseForeign(run, manifest);
        demandTrusted([{ run, manifest }], loadConfig(sources), refusing(runId));
        demandIdle(run, 'nobody else can go on with it');
        demandSameTuning(manifest);
        demandUnfinished({ run, manifest });
        demandFewUsers(manifest.plan.trials, usersMost);
        const order = { ...manifest, endpointsNamed: true, out, keepUp: false, baseSubjects: null };
        const { runtime } = await prepareLab(order, { say, signal: closing.signal });
        return fixedRun({ run, manifest, runtime });
      }),
    changeUsers(wanted) {
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
        wanted,
        asked.most,
        `which k6 holds ready for this run (${spareUsers} more than it began with)`,
      );
      asked.ask(wanted);
    },
    stop: () => {
      const { stop, skip, changes: asked } = demandRun(hand, busy);
      // Only what follows the load is skipped, and by nobody who meant the load itself.
      if (asked?.isOver()) skip.abort();
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

async function freePort(port: number | null): Promise<number | null> {
  return port !== null && (await portState(port)).free ? port : null;
}

function whatOf(start: Start): string {
  if (start.kind === 'preset') return `the preset ${start.preset}`;
  return `${usersInWords(start.subject, start.endpoint)}, ${users(start.users)}`;
}

/** Everybody's page would turn to a run of no trials. */
function demandUnfinished(of: Parameters<typeof isFinished>[0]): void {
  if (!isFinished(of)) return;
  throw new BenchError(
    'BENCH_SERVE_NOT_RUNNING',
    `${of.run.runId} has been run to its end: expected a run with trials left. Start a new one.`,
  );
}

/** Nobody at a page is asked whether to trust a run: it may be open to others than whose machine this is. */
const refusing = (runId: string): Trust => ({
  kind: 'demanded',
  advice: `The page starts none of it: in a terminal, npm exec headroom -- resume ${runId} says how.`,
});

/** Runs that take more than their plan to go on. */
function refuseForeign(run: RunFolder, manifest: Manifest): void {
  refuseProbe(manifest);
  const { pair, runId } = manifest;
  if (pair === null) return;
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `${runId} is one of two runs that are measured in turn: expected a run alone. ${resumeHint(run)}`,
  );
}

function wordsOf(error: unknown): string {
  if (error instanceof BenchError) return `${error.message} (${error.code})`;
  complainOfDefect(error);
  return 'A defect of Headroom ended the run; the terminal of the server says more. (BENCH_INTERNAL_DEFECT)';
}
