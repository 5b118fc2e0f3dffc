import type { Problem } from '@headroom/contract/live.ts';

/** What became of a request. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly problem: Problem };

/** The status of a request that nobody answered. */
export const unanswered = 0;

/** Reads what the lab answered; whatever is no answer of the lab becomes a problem too. */
export async function readAnswer<T>(asked: Promise<Response>): Promise<Answer<T>> {
  try {
    const response = await asked;
    const text = await response.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    if (response.ok) return { ok: true, value: body as T };
    return { ok: false, status: response.status, problem: asProblem(body, response.status) };
  } catch (error) {
    if (error instanceof SyntaxError) return failure('The lab gave an answer that cannot be read.');
    return failure('The lab does not answer. Is it still running?');
  }
}

function asProblem(body: unknown, status: number): Problem {
  if (typeof body === 'object' && body !== null && 'message' in body) {
    const { code, message, fields } = body as Partial<Problem>;
    return { code: code ?? '', message: String(message), fields: fields ?? [] };
  }
  return { code: '', message: `The lab answered ${status}.`, fields: [] };
}

const failure = (message: string): Answer<never> => ({
  ok: false,
  status: unanswered,
  problem: { code: '', message, fields: [] },
});
