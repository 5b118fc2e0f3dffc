import type { CurrentRun, LiveEvent } from '@headroom/contract/live.ts';
import { carryOut, type Lane, type Result } from '../../carry-out.ts';
import { carryOutLive } from '../../live/carry-out-live.ts';
import type { LiveWatcher } from '../../live/live-control.ts';
import { dashboardsOf } from '../../report/dashboard-links.ts';
import { livePageWatcher, pageWatcher } from './page-watcher.ts';
import { type Changes, changes, type RunInHand } from './run-in-hand.ts';

/** A run that is ready, and how it is carried out. */
export interface Begun {
  readonly lane: Lane;
  /** Null where its users are fixed. */
  readonly changes: Changes | null;
  /** Where k6 shows its dashboard; null shows none. */
  readonly k6Dashboard: number | null;
  carryOut(hand: RunInHand, emit: (event: LiveEvent) => void): Promise<Result>;
}

/** @param most users that may be asked for while it runs @param k6Dashboard where k6 shows its dashboard */
export function liveRun(lane: Lane, most: number, k6Dashboard: number | null): Begun {
  const asked = changes(most);
  return {
    lane,
    changes: asked,
    k6Dashboard,
    carryOut: ({ stop, skip, interrupted }, emit) =>
      carryOutLive(lane, most, {
        watcher: untilLoadEnds(asked, livePageWatcher(emit)),
        rest: pageWatcher(emit, lane.runtime.generatorCpus),
        restSkipped: AbortSignal.any([skip.signal, interrupted.signal]),
        stop: stop.signal,
        interrupted: interrupted.signal,
        nextChange: asked.next,
      }),
  };
}

/** From the end of the load on nobody takes a change any more. */
function untilLoadEnds(asked: Changes, watcher: LiveWatcher): LiveWatcher {
  return {
    ...watcher,
    loadEnded: () => {
      asked.end();
      watcher.loadEnded();
    },
  };
}

/** One that goes by its plan. */
export function fixedRun(lane: Lane): Begun {
  return {
    lane,
    changes: null,
    k6Dashboard: null,
    carryOut: ({ stop, interrupted }, emit) =>
      carryOut(lane.run, lane.manifest, lane.runtime, {
        watcher: pageWatcher(emit, lane.runtime.generatorCpus),
        signal: AbortSignal.any([stop.signal, interrupted.signal]),
      }),
  };
}

/** @param words what runs */
export function describeRun(
  { lane: { run, manifest }, changes: asked, k6Dashboard }: Begun,
  words: string,
): CurrentRun {
  const startedAt = Date.now() / 1000;
  const ofK6 =
    k6Dashboard === null
      ? []
      : [{ title: 'k6 dashboard', url: `http://127.0.0.1:${k6Dashboard}/ui/?endpoint=/` }];
  const links = [...dashboardsOf(manifest, startedAt, null), ...ofK6];
  return { runId: run.runId, startedAt, words, canChangeUsers: asked !== null, links };
}
