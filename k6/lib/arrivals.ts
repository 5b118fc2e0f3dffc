import type { ConstantArrivalRateScenario } from 'k6/options';
import { arrivalsDue, type TrialInput } from '../../contract/trial-input.ts';
import { type K6Summary, metric } from './summary.ts';

type Load = Pick<TrialInput, 'arrivalsPerSecond' | 'vus' | 'warmupSeconds' | 'durationSeconds'>;

/** The open model with no user to be made ready while the load lasts: all that may ever wait are there before it. */
export function arrivalScenario({
  arrivalsPerSecond,
  vus,
}: Load): Omit<ConstantArrivalRateScenario, 'duration'> {
  return {
    executor: 'constant-arrival-rate',
    // k6 takes whole numbers only: arrivals in a thousand seconds.
    rate: Math.round((arrivalsPerSecond ?? 0) * 1000),
    timeUnit: '1000s',
    preAllocatedVUs: vus,
    maxVUs: vus,
    gracefulStop: '0s',
    tags: { model: 'open' },
  };
}

/**
 * Users that were not waiting for an answer when the load was cut off. k6 says nothing of the requests that it cuts
 * off, but which ones were due is known: those that were neither dropped nor answered were in flight.
 */
export function idleAtCutoff({ arrivalsPerSecond, vus, ...load }: Load, { metrics }: K6Summary): number {
  const due = arrivalsDue(arrivalsPerSecond ?? 0, load.warmupSeconds + load.durationSeconds);
  const dropped = metrics.dropped_iterations?.values.count ?? 0;
  const answered = metrics[metric.openIterations]?.values.count ?? 0;
  const inFlight = Math.max(0, due - dropped - answered);
  return Math.max(0, vus - inFlight);
}
