import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Warning } from '@headroom/contract/report.ts';
import { percent } from '../../words/in-words.ts';

/** One alone may be chance: an idle connection that the service closed as it was used. */
const fewest = 2;
const leastShare = 0.01;

/** Answers to a second attempt, which the generator makes without a word. */
export function resent(records: readonly MeasuredRecord[]): Warning | null {
  const [sent, right] = records.reduce(
    ([sum, all], { transport, requests, failedRequests }) => [
      sum + (transport?.resentShare ?? 0) * (requests - failedRequests),
      all + requests - failedRequests,
    ],
    [0, 0] as [number, number],
  );
  if (right === 0 || sent < fewest || sent / right < leastShare) return null;
  return {
    code: 'resent',
    message: `${percent(sent / right)} of the answers are to a second attempt: the connection broke before the first was answered, and k6 sent the request again on a new one and tells no failure. A POST would have failed. Does the service, or what stands before it, close connections while they are in use?`,
  };
}
