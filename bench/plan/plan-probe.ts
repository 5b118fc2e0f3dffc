import { type Growth, probePreset, type RunPlan } from '@headroom/contract/manifest.ts';
import type { Trial } from '@headroom/contract/records.ts';
import type { Request } from '@headroom/contract/request.ts';
import { bystanderPath } from '@headroom/contract/routes.ts';
import type { ThinkTime } from '@headroom/contract/trial-input.ts';
import type { Level } from '../model/level.ts';
import { usersThatMayWait } from '../model/open-loop.ts';
import { withSeeds } from './grow-capacity.ts';
import { requestTimeout } from './plan-trials.ts';
import { firstWarmupSeconds, windowOf } from './probe-window.ts';

/** What a probe is to do, in base units; holds nothing that a record must not hold. */
export interface ProbeOrder {
  /** Host and port. */
  readonly subject: string;
  /** As records show it: without what its query says. */
  readonly request: Request;
  readonly thinkTime: ThinkTime;
  /** Empty is the closed model. */
  readonly rates: readonly number[];
  readonly usersMost: number;
  readonly windowSeconds: number;
  readonly loadSecondsMost: number;
  /** As records show it; null is nobody. */
  readonly bystanderUrl: string | null;
  readonly seed: number;
}

const bystandersPerSecond = 10;

/**
 * The first level of a probe in the closed model, or all of them in the open one.
 * @param aloneSeconds what one takes who asks alone, as far as is known before anything is measured
 */
export function planProbe(order: ProbeOrder, aloneSeconds: number): RunPlan {
  const { rates, usersMost, windowSeconds, loadSecondsMost, seed } = order;
  const closed: Growth = { kind: 'probe', usersMost, windowSeconds, loadSecondsMost };
  if (rates.length === 0) {
    const trial = trialOf(order, { vus: 1, arrivalsPerSecond: null }, aloneSeconds);
    return { preset: probePreset, seed, trials: withSeeds([trial], seed), growth: closed };
  }
  const trials = rates.map((rate) => trialOf(order, { vus: 1, arrivalsPerSecond: rate }, aloneSeconds));
  return { preset: probePreset, seed, trials: withSeeds(trials, seed), growth: { kind: 'none' } };
}

/** A probe asks one thing of one service, so that the level names a trial. */
export const probeTrialId = ({ vus, arrivalsPerSecond }: Level): string =>
  arrivalsPerSecond === null ? `probe-${vus}vu` : `probe-${arrivalsPerSecond}rps`;

function trialOf(order: ProbeOrder, { vus, arrivalsPerSecond }: Level, aloneSeconds: number): Trial {
  const isClosed = arrivalsPerSecond === null;
  const { minSeconds, maxSeconds } = order.thinkTime;
  const thinkSeconds = isClosed ? (minSeconds + maxSeconds) / 2 : 0;
  const window = windowOf(aloneSeconds, order, thinkSeconds, isClosed ? firstWarmupSeconds : undefined);
  const { warmupSeconds, durationSeconds } = window;
  return {
    trialId: probeTrialId({ vus, arrivalsPerSecond }),
    subject: order.subject,
    endpoint: order.request.path,
    workload: 'url',
    strategy: 'unknown',
    request: order.request,
    vus: isClosed ? vus : usersThatMayWait(arrivalsPerSecond, warmupSeconds + durationSeconds),
    arrivalsPerSecond,
    repeat: 1,
    baseline: false,
    ...window,
    thinkTime: isClosed ? order.thinkTime : { minSeconds: 0, maxSeconds: 0 },
    start: {
      kind: 'staggered',
      overSeconds: isClosed ? aloneSeconds + thinkSeconds : 0,
    },
    bystandersPerSecond: order.bystanderUrl === null ? 0 : bystandersPerSecond,
    bystanderPath: order.bystanderUrl ?? bystanderPath,
    requestTimeoutSeconds: requestTimeout(warmupSeconds, durationSeconds),
    declaredServiceSeconds: null,
    continues: null,
    connections: 'during',
    afterLoad: false,
    seed: 0,
  };
}
