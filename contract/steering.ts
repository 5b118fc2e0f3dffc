/**
 * How the lab steers a load whose number of users changes while it runs: each user of the generator holds a WebSocket
 * to the lab, is told when to enter and to leave, and reports once a second what was answered. Instants are Unix seconds.
 */
export type Order =
  /** Make the first request at that instant, and go on until told to leave. */
  | { readonly do: 'enter'; readonly atSeconds: number }
  /** Make no further request; the one in hand is finished. */
  | { readonly do: 'leave' }
  /** Report now, and not only when the second is over. */
  | { readonly do: 'report' };

/** What one user has seen since its last report. */
export interface UserReport {
  /** Four numbers for each answer: when it was asked and answered, its latency in seconds, its status (0 is none). */
  readonly answers: readonly number[];
  /** Since when it has been waiting for an answer; null while it is not. */
  readonly waitingSince: number | null;
  /** When each request was sent; of the bystander only, who does not wait for answers. */
  readonly sent: readonly number[];
}

/** Numbers of an answer in {@link UserReport.answers}. */
export const answerFields = 4;

/** The query parameter by which a user says who it is: its number from 0, or `bystander`. */
export const userParameter = 'user';
export const bystanderUser = 'bystander';

export const reportIntervalSeconds = 1;
