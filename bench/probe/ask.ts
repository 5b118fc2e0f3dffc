import { BenchError } from '@headroom/contract/errors.ts';
import { Agent, type Dispatcher, request } from 'undici';
import { noHttpAnswer } from '../runtime/no-http-answer.ts';
import { shownAddress } from './shown-address.ts';

/** What is asked, and which answer is right. */
export interface Question {
  readonly url: string;
  /** As it may be shown. */
  readonly shown: string;
  /** What names it, where it is not the address of the command: a flag. */
  readonly flag?: string;
  readonly method: Dispatcher.HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly expectedStatus: number;
  /** Null where any body will do. */
  readonly expectedBody: { readonly kind: 'exact' | 'contains'; readonly text: string } | null;
}

/** So much of a body is looked at; the rest is only waited for. */
const mostBytes = 1024 ** 2;

/**
 * Asks once, reads the answer to its end, and checks it. Redirects are not followed. Where a connection was closed that had
 * been kept, as some servers do without a word, it asks once more on a new one.
 * @returns how long it took, in seconds, and the bytes of the body
 * @throws BenchError BENCH_PROBE_NO_ANSWER, BENCH_PROBE_WRONG_ANSWER, or BENCH_TRIAL_INTERRUPTED
 */
export function ask(
  question: Question,
  dispatcher: Dispatcher,
  timeoutSeconds: number,
  signal: AbortSignal,
): Promise<Answered> {
  const asked = (connections: Dispatcher, again: (() => Promise<Answered>) | null): Promise<Answered> =>
    askOn(connections, question, timeoutSeconds, signal, again);
  return asked(dispatcher, async () => {
    const connection = new Agent({ pipelining: 0 });
    try {
      return await asked(connection, null);
    } finally {
      await connection.destroy();
    }
  });
}

/** What an answer took, in seconds, and the size of its body. */
interface Answered {
  readonly seconds: number;
  readonly bytes: number;
}

const closedCodes = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'];

/** @param again asks where the connection was closed before an answer had begun; null asks no more */
async function askOn(
  dispatcher: Dispatcher,
  question: Question,
  timeoutSeconds: number,
  signal: AbortSignal,
  again: (() => Promise<Answered>) | null,
): Promise<Answered> {
  const { url, method, headers, body } = question;
  const patience = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000));
  let hasBegun = false;
  let read = 0;
  const startedAt = performance.now();
  try {
    const answer = await request(url, {
      dispatcher,
      method,
      headers,
      body,
      signal: AbortSignal.any([patience, signal]),
    });
    hasBegun = true;
    const head = { status: answer.statusCode, location: answer.headers.location };
    if (head.status !== question.expectedStatus) {
      // Its body may never end.
      answer.body.on('error', () => undefined).destroy();
      throw wrongStatus(question, head.status, head.location);
    }
    const chunks: Buffer[] = [];
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      if (read < mostBytes) chunks.push(chunk.subarray(0, mostBytes - read));
      read += chunk.length;
    }
    const seconds = (performance.now() - startedAt) / 1000;
    demandBody(question, Buffer.concat(chunks), read);
    return { seconds, bytes: read };
  } catch (error) {
    if (error instanceof BenchError) throw error;
    if (signal.aborted) throw new BenchError('BENCH_TRIAL_INTERRUPTED', 'stopped by a signal');
    if (again !== null && !hasBegun && closedCodes.includes(noHttpAnswer(error).code)) return await again();
    throw noAnswer(question, error, patience.aborted ? timeoutSeconds : null, hasBegun ? read : null);
  }
}

function wrongStatus(
  { shown, url, expectedStatus, flag }: Question,
  status: number,
  location: string | string[] | undefined,
): BenchError {
  if (status >= 300 && status < 400 && typeof location === 'string') {
    const where = shownAddress(location, url);
    return wrong(
      `${shown} answered status ${status} and leads to ${where}, which is not followed: expected status ${expectedStatus}. Probe ${where} itself if that is what is meant, or give --expect-status ${status}.`,
    );
  }
  if (flag !== undefined) {
    return wrong(
      `${flag} ${shown} answered status ${status}: expected ${expectedStatus}. Give an address that does.`,
    );
  }
  return wrong(
    `${shown} answered status ${status}: expected ${expectedStatus}. Check the URL, --method and the headers, or give --expect-status ${status} if that is right.`,
  );
}

function demandBody({ shown, expectedBody }: Question, start: Buffer, bytes: number): void {
  if (expectedBody === null) return;
  const seen = start.toString('utf8');
  if (expectedBody.kind === 'contains') {
    if (seen.includes(expectedBody.text)) return;
    throw wrong(
      `${shown} answered a body of ${bytes} bytes${bytes > mostBytes ? ', of which the first MiB was read,' : ''} without the text of --expect-contains (${expectedBody.text.length} characters): expected it in there. Ask once by hand and compare.`,
    );
  }
  if (bytes <= mostBytes && seen === expectedBody.text) return;
  const differs = [...seen].findIndex((character, i) => character !== [...expectedBody.text][i]);
  throw wrong(
    `${shown} answered a body of ${bytes} bytes that is not that of --expect-body (${Buffer.byteLength(expectedBody.text)} bytes): expected the same, and it differs from character ${1 + (differs < 0 ? [...seen].length : differs)} on. Ask once by hand and compare.`,
  );
}

/** @param bytes of the body so far; null where no answer had begun */
function noAnswer(
  { shown }: Question,
  error: unknown,
  timedOutSeconds: number | null,
  bytes: number | null,
): BenchError {
  if (timedOutSeconds !== null) {
    const seen = bytes ? `an answer that did not end (${bytes} bytes so far)` : 'no answer';
    return missing(
      `${shown} gave ${seen} within ${timedOutSeconds} s: expected a whole one. If it is that slow, give a longer --timeout; a stream without an end cannot be probed.`,
      error,
    );
  }
  const { code, what, advice } = noHttpAnswer(error);
  if (bytes !== null && closedCodes.includes(code)) {
    return missing(
      `${shown} closed the connection in the midst of its answer (${bytes} bytes so far): expected a whole one. See the log of the service.`,
      error,
    );
  }
  if (code === 'ECONNREFUSED') {
    return missing(
      `nobody listens at ${shown}: expected a running service. Start it, or check host and port.`,
      error,
    );
  }
  const known = reasons.find(({ codes }) => codes.includes(code));
  if (known !== undefined) return missing(`${shown} ${known.what} (${code}): ${known.expected}`, error);
  return missing(
    what === null
      ? `${shown} gave no answer (${code}): expected one. ${advice}`
      : `${shown} ${what} (${code}): expected an answer. ${advice}`,
    error,
  );
}

const reasons: readonly { readonly codes: readonly string[]; what: string; expected: string }[] = [
  {
    codes: ['ENOTFOUND', 'EAI_AGAIN'],
    what: 'names a host that nobody knows',
    expected: 'expected a name that can be resolved. Check how it is spelt.',
  },
  {
    codes: [
      ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
      ...['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ],
    what: 'shows a certificate that is not trusted',
    expected:
      'expected a valid one. For an authority of your own give its file to both programs: NODE_EXTRA_CA_CERTS=ca.pem SSL_CERT_FILE=ca.pem.',
  },
];

const wrong = (message: string): BenchError => new BenchError('BENCH_PROBE_WRONG_ANSWER', message);
const missing = (message: string, cause: unknown): BenchError =>
  new BenchError('BENCH_PROBE_NO_ANSWER', message, { cause });
