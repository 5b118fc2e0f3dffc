import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Cell, Warning } from '@headroom/contract/report.ts';
import { median } from '../../statistics/median.ts';
import { percent, rps, seconds } from '../../words/in-words.ts';

export function failedRequests(cell: Cell, records: readonly MeasuredRecord[]): Warning | null {
  if (cell.failedRequests === 0) return null;
  const kinds = failuresByKind(records);
  const list = [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ');
  const rest =
    cell.failedRequests === cell.requests
      ? 'there is nothing to be said of its speed'
      : 'throughput and latency are of the others';
  return {
    code: 'failed-requests',
    message: `${cell.failedRequests} of ${cell.requests} requests failed (${list}); ${rest}.${noAnswer(kinds)}`,
  };
}

/** Connections that break have a usual cause, which looks like a fault of the load. */
const noAnswer = (kinds: ReadonlyMap<string, number>): string =>
  kinds.has('no-answer')
    ? ' No answer means that the connection broke or could not be made: does the service close idle connections sooner than its users come back, or was its turn longer than its keep-alive time-out?'
    : '';

/** So much sooner than a right answer, and a failure cost nothing. */
const atOnceShare = 0.3;
const leastShare = 0.05;

/** Requests that were turned away at once by those that the service had in hand, as a limit does. */
export function refused(cell: Cell, records: readonly MeasuredRecord[]): Warning | null {
  const turnedAway = [...failuresByKind(records)].reduce(
    (sum, [kind, count]) => sum + (kind === '4xx' || kind === '5xx' ? count : 0),
    0,
  );
  const failedSeconds = median(records.map(({ transport }) => transport?.failedSeconds ?? null));
  const { latencySeconds: latency, requests, throughputRps } = cell;
  if (failedSeconds === null || latency === null || turnedAway < leastShare * requests) return null;
  if (failedSeconds > atOnceShare * latency.mean) return null;
  const inHand = throughputRps * latency.mean;
  return {
    code: 'refused',
    message: `${percent(turnedAway / requests)} of the requests were turned away at once (in ${seconds(failedSeconds)}, a right answer takes ${seconds(latency.mean)}); of the others it had ${inHand.toFixed(1)} in hand on average. ${whatLimits(failuresByKind(records), inHand, throughputRps)}`,
  };
}

/** A status of 4xx (429) is that of a limit on how often, one of 5xx that of a limit on how many. */
function whatLimits(kinds: ReadonlyMap<string, number>, inHand: number, rightRps: number): string {
  if ((kinds.get('4xx') ?? 0) > (kinds.get('5xx') ?? 0) || inHand < 1) {
    return `It limits how often it is asked, or how many at once: ${rps(rightRps)} were answered.`;
  }
  return `It takes about ${inHand.toFixed(1)} at a time, and turns away who comes beyond.`;
}

function failuresByKind(records: readonly MeasuredRecord[]): Map<string, number> {
  const kinds = new Map<string, number>();
  for (const [kind, count] of records.flatMap(({ failures }) => Object.entries(failures))) {
    if (count > 0) kinds.set(kind, (kinds.get(kind) ?? 0) + count);
  }
  return kinds;
}
