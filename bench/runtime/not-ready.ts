import { BenchError } from '@headroom/contract/errors.ts';
import type { NoHttpAnswer } from './no-http-answer.ts';

/** What was seen of a subject that never got ready. */
export type LastSeen =
  | { readonly kind: 'silent' }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'no answer'; readonly answer: NoHttpAnswer }
  /** It took the question and was still at it. */
  | { readonly kind: 'slow' };

const longer = "See the subject's log; a service of your own that takes longer needs a longer readyTimeout.";

/**
 * The error for a subject that was asked in vain.
 * @param health the address that was asked, at 127.0.0.1
 * @param addresses where somebody listens on that port
 */
export function notReady(
  health: string,
  timeoutSeconds: number,
  last: LastSeen,
  addresses: readonly string[],
): BenchError {
  return new BenchError('BENCH_SUBJECT_NOT_READY', `${health} ${inWords(last, timeoutSeconds, addresses)}`);
}

function inWords(last: LastSeen, timeoutSeconds: number, addresses: readonly string[]): string {
  const expected = `for ${timeoutSeconds} s after the start: expected a status below 400.`;
  switch (last.kind) {
    case 'silent':
      return `gave no answer ${expected} ${whereItListens(addresses)}`;
    case 'status':
      return `gave status ${last.status} ${expected} ${adviceOn(last.status)}`;
    case 'no answer':
      return `${last.answer.what ?? `gave no answer (${last.answer.code})`} ${expected} ${last.answer.advice} ${longer}`;
    case 'slow':
      return `took the question and gave no answer ${expected} Does it answer there at all? ${longer}`;
    default:
      return last satisfies never;
  }
}

function adviceOn(status: number): string {
  if (status === 401 || status === 403) {
    return `It demands credentials, of which the lab sends none there: name a path by \`ready\` that answers without.`;
  }
  if (status === 404) return `Name a path by \`ready\` that it has. ${longer}`;
  return longer;
}

const everywhere = ['127.0.0.1', '0.0.0.0', '::'];

function whereItListens(addresses: readonly string[]): string {
  if (addresses.length === 0) {
    return `Nobody listens on that port: does it heed the variable PORT, and is it up by then? ${longer}`;
  }
  if (addresses.some((address) => everywhere.includes(address))) return longer;
  return `It listens on ${addresses.join(' and ')} alone, and is asked at 127.0.0.1: let it listen there (HOST=127.0.0.1, or the address in its call of listen; "localhost" may stand for ::1).`;
}
