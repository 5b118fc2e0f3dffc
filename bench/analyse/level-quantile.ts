import type { ServiceLevel } from '@headroom/contract/capacity.ts';
import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Bounded } from '@headroom/contract/report.ts';
import { meanActiveUsers } from '../model/active-users.ts';
import { impliedLatency, isCensored } from '../model/littles-law.ts';
import { fellBehindBy, isOverloaded } from '../model/open-loop.ts';
import { quantileOfSent } from './bystander.ts';
import { openWindowOf } from './open-window.ts';

/** The quantile of the level over the requests that were due, those that were left over included. */
export function quantileAt(record: MeasuredRecord, { percent: of }: ServiceLevel): Bounded | null {
  const { requests, failedRequests, latency, trial, measuredSeconds } = record;
  const answered = requests - failedRequests;
  const perSecond = trial.arrivalsPerSecond ?? Math.max(1, answered) / measuredSeconds;
  const window = openWindowOf(record);
  const left = trial.arrivalsPerSecond !== null && isOverloaded(window) ? fellBehindBy(window) : 0;
  const sent = requests + Math.round(left);
  const found = quantileOfSent({ sent, failed: failedRequests, answered, latency }, of, perSecond);
  const implied = impliedBeyond(record);
  if (found === null || implied === null) return found;
  return { ...found, value: Math.max(found.value, implied) };
}

/** In the closed model the latency that the throughput implies, where the window is too short to see it. */
function impliedBeyond({ trial, requests, failedRequests, latency, measuredSeconds }: MeasuredRecord) {
  if (trial.arrivalsPerSecond !== null || latency === null) return null;
  const users = meanActiveUsers(trial);
  const think = (trial.thinkTime.minSeconds + trial.thinkTime.maxSeconds) / 2;
  const answered = requests - failedRequests;
  if (!isCensored(users, answered, think, latency.mean, measuredSeconds)) return null;
  return impliedLatency(users, answered / measuredSeconds, think);
}
