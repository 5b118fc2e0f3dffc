/**
 * The probabilities, in percent, at which a generator reports its quantile function: 0.5, 1, ... 99.5.
 * 199 of them restore every value of a small sample and the shape of a large one.
 */
export const quantilePercents: readonly number[] = Array.from({ length: 199 }, (_, i) => (i + 1) / 2);

/** Latencies of a set of requests: exact count, mean and extremes, and the quantile function, in seconds. */
export type LatencySample =
  | { state: 'empty' }
  | { state: 'some'; count: number; mean: number; min: number; max: number; quantiles: number[] };

/** The generator's counter, in its series, of what is no measured answer: requests of bystanders, submissions of jobs. */
export const otherRequests = 'headroom_other_requests';
/** Its trend of the latencies of bystanders. */
export const bystanderDuration = 'headroom_bystander_duration';

/** Failed requests by what came back: no answer at all, or a status of that class. */
export const failureKinds = ['no-answer', '2xx', '3xx', '4xx', '5xx'] as const;
export type FailureKind = (typeof failureKinds)[number];

/** Of a request whose answer had not the status that was expected; 0 is no answer. */
export function failureKind(status: number): FailureKind {
  if (status >= 500) return '5xx';
  if (status >= 400) return '4xx';
  if (status >= 300) return '3xx';
  return status >= 200 ? '2xx' : 'no-answer';
}

/** What a generator writes at the end of a trial. Times are seconds; `startedAt` is Unix time. */
export interface GeneratorSummary {
  trialId: string;
  /** When the load began; the measured window begins `warmupSeconds` later. Null when no user ever started. */
  startedAt: number | null;
  /** Right answers to requests that started and ended inside the window. */
  within: LatencySample;
  /** Right answers inside the window to requests that started before it. */
  straddling: LatencySample;
  /** Failed requests that ended inside the window. */
  failures: Record<FailureKind, number>;
  /** Users that were not waiting for an answer when the window closed. */
  idleUsersAtCutoff: number;
  /** Requests that were due but found no free user to send them. */
  droppedIterations: number;
  /** How long it took to accept the jobs that were submitted inside the window; null where there are no jobs. */
  accepted: LatencySample | null;
  /** Null when there was no bystander. */
  bystander: BystanderSummary | null;
  /** Of the requests that ended inside the window; null where the generator does not tell. */
  transport: TransportSummary | null;
}

/** Of the users of a closed load. */
export interface UsersSummary {
  /** Those who got a right answer at all, be it before the window. */
  everAnswered: number;
  /** Right answers inside the window to each user, in the order of their starts. */
  answers: number[];
}

/** What requests took beside their latency; times in seconds. */
export interface TransportSummary {
  /** Mean time of a right one until it had a connection: queue of the backlog, handshakes; null where none was right. */
  connectSeconds: number | null;
  /** Mean latency of those that failed; null where none did. */
  failedSeconds: number | null;
  /** Share of the right ones that were so long in being sent that an attempt before them was lost. */
  resentShare: number;
}

/** Answers inside the window whose bodies were looked into. */
export interface LookedSummary {
  answers: number;
  /** Those that are not what a lone user had been given just before the load. */
  other: number;
}

/** Of the bystander's requests that were sent inside the window. */
export interface BystanderSummary {
  sent: number;
  failed: number;
  answered: LatencySample;
}
