import type { Estimate } from '@headroom/contract/live.ts';
import type { Trial } from '@headroom/contract/records.ts';
import { meanActiveUsers } from '../../model/active-users.ts';
import { idealThroughput } from '../../model/ideal.ts';
import { loadSeconds } from '../../model/load-seconds.ts';
import { formatRemaining, remainingTime } from '../../progress/remaining-time.ts';
import { formatRate, formatSeconds } from '../../report/quantities.ts';
import { users } from '../../words/in-words.ts';
import type { PageOrder } from './live-order.ts';

/** How long a run will take, and what a server that never queues would give. */
export function estimateOf({ plan: { trials } }: PageOrder): Estimate {
  const load = trials.reduce((sum, trial) => sum + loadSeconds(trial), 0);
  const total = remainingTime().of(trials);
  const [only, ...others] = trials.filter(({ baseline }) => !baseline);
  const count = trials.length === 1 ? 'One trial' : `${trials.length} trials`;
  return {
    trials: trials.length,
    loadSeconds: load,
    totalSeconds: total,
    ideal: only === undefined || others.length > 0 ? null : idealOf(only),
    words: `${count}, ${formatRemaining(load)} of load, about ${formatRemaining(total)} in all.`,
  };
}

function idealOf(trial: Trial): Estimate['ideal'] {
  const { declaredServiceSeconds: serviceSeconds, vus } = trial;
  if (serviceSeconds === null) return null;
  const throughputRps = idealThroughput(trial, serviceSeconds);
  if (!Number.isFinite(throughputRps)) return null;
  return {
    throughputRps,
    latencySeconds: serviceSeconds,
    words: `${ramp(trial)}A server that never queues would give ${users(vus)} ${formatRate(throughputRps)} requests per second, each after ${formatSeconds(serviceSeconds)}.`,
  };
}

/** Said before anybody believes that so many were there. */
function ramp(trial: Trial): string {
  const active = meanActiveUsers(trial);
  if (active > 0.99 * trial.vus) return '';
  return `While users are still being started the window is open already: on average ${active.toFixed(1)} of ${trial.vus} are there. `;
}
