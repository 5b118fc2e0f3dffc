import { BenchError } from '@headroom/contract/errors.ts';
import { Agent, request } from 'undici';
import { lastWordsInShort } from './last-words.ts';
import { noHttpAnswer } from './no-http-answer.ts';
import { type LastSeen, notReady } from './not-ready.ts';
import type { Clock, Exit, Limits, RunningSubject, Usage } from './runtime.ts';

/** A subject that has been started and may or may not come up. */
export interface StartedSubject {
  /** Where this process reaches it, and where the generator does. */
  readonly localUrl: string;
  readonly baseUrl: string;
  /** Null where it has none. */
  readonly metricsUrl: string | null;
  /** Answers below 400 once it can serve. */
  readonly readyPath: string;
  /** Asked a few times before the load; null asks nothing. */
  readonly primerPath: string | null;
  readonly exited: Promise<Exit>;
  /** The addresses at which somebody listens on its port. */
  listensAt(): Promise<readonly string[]>;
  readonly limits: Limits;
  usage(): Usage | null;
  stop(): Promise<void>;
}

const pollSeconds = 0.05;
/** From so long on a question may have been lost on the way. */
const askAgainSeconds = 5;
const primerRequests = 5;
const primerPatienceMilliseconds = 30_000;

/**
 * Waits until the subject's health check passes, and asks its no-op route a few times, so that no trial pays
 * for a cold start. Ends the subject when it does not come up.
 * @throws BenchError BENCH_SUBJECT_CRASHED or BENCH_SUBJECT_NOT_READY
 */
export async function awaitSubject(
  subject: StartedSubject,
  timeoutSeconds: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<RunningSubject> {
  // To a service that gives each connection a thread, one that idles is a user more. Each question has a patience of its own.
  const connections = new Agent({ pipelining: 0, headersTimeout: 0, bodyTimeout: 0 });
  const get = async (url: string, patience: AbortSignal): Promise<{ status: number; body: string }> => {
    const answer = await request(url, { dispatcher: connections, signal: patience });
    return { status: answer.statusCode, body: await answer.body.text() };
  };
  const stop = async (): Promise<void> => {
    await Promise.all([subject.stop(), connections.destroy()]);
  };

  try {
    const health = subject.localUrl + subject.readyPath;
    await untilReady(
      timeoutSeconds,
      { ...subject, health },
      (patience) => get(health, patience),
      clock,
      signal,
    );
    const primer = subject.primerPath;
    for (let i = 0; primer !== null && i < primerRequests; i++) {
      await get(subject.localUrl + primer, AbortSignal.timeout(primerPatienceMilliseconds));
    }
  } catch (error) {
    await stop();
    if (error instanceof BenchError) throw error;
    const { what } = noHttpAnswer(error);
    throw new BenchError(
      'BENCH_SUBJECT_NOT_READY',
      `the subject was healthy but did not answer ${subject.primerPath}: ${what === null ? String(error) : `it ${what}`}`,
      { cause: error },
    );
  }

  const { metricsUrl } = subject;
  return {
    baseUrl: subject.baseUrl,
    exited: subject.exited,
    limits: subject.limits,
    usage: subject.usage,
    scrape:
      metricsUrl === null
        ? null
        : async (patience) => {
            const answer = await get(metricsUrl, patience);
            if (answer.status !== 200) throw new Error(`the metrics page answered ${answer.status}`);
            return answer.body;
          },
    stop,
  };
}

async function untilReady(
  timeoutSeconds: number,
  { exited, health, listensAt }: Pick<StartedSubject, 'exited' | 'listensAt'> & { readonly health: string },
  askHealth: (patience: AbortSignal) => Promise<{ status: number }>,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  let ended: Exit | null = null;
  const over = new AbortController();
  exited.then((exit) => {
    ended = exit;
    over.abort();
  });
  const stopped = AbortSignal.any([over.signal, signal]);
  const giveUpAt = clock.now() + timeoutSeconds;
  let last: LastSeen = { kind: 'silent' };
  while (clock.now() < giveUpAt && !stopped.aborted) {
    const seen = await askUntil(giveUpAt, askHealth, clock, stopped);
    if (seen.kind === 'status' && seen.status < 400) return;
    if (seen.kind !== 'silent' && (seen.kind !== 'slow' || last.kind === 'silent')) last = seen;
    await clock.sleep(pollSeconds, stopped);
  }
  if (ended !== null) throw crashed(ended);
  throw notReady(health, timeoutSeconds, last, await listensAt());
}

/**
 * Waits for the answer as long as there is time, as a health page may look at a database first; and asks once more beside
 * that from time to time, as a service that has just begun to listen may lose a question.
 */
async function askUntil(
  giveUpAt: number,
  askHealth: (patience: AbortSignal) => Promise<{ status: number }>,
  clock: Clock,
  signal: AbortSignal,
): Promise<LastSeen> {
  const answered = new AbortController();
  const late = AbortSignal.timeout(Math.ceil(1000 * Math.max(0, giveUpAt - clock.now())));
  const patience = AbortSignal.any([answered.signal, late, signal]);
  const asked: Promise<LastSeen>[] = [];
  try {
    for (;;) {
      asked.push(
        askHealth(patience).then(
          ({ status }) => ({ kind: 'status', status }),
          (error: unknown) => (late.aborted ? { kind: 'slow' } : silence(error)),
        ),
      );
      const tired = clock.sleep(askAgainSeconds, patience).then(() => null);
      const seen = await Promise.race([...asked, tired]);
      if (seen !== null) return seen;
      if (patience.aborted) return await Promise.race(asked);
    }
  } finally {
    answered.abort();
  }
}

/** Until it listens there is nothing to tell of it. */
function silence(error: unknown): LastSeen {
  const answer = noHttpAnswer(error);
  return answer.code === 'ECONNREFUSED' || answer.what === null
    ? { kind: 'silent' }
    : { kind: 'no answer', answer };
}

function crashed({ exitCode, signal, lastWords }: Exit): BenchError {
  const how = signal === null ? `with code ${exitCode}` : `by ${signal}`;
  return new BenchError(
    'BENCH_SUBJECT_CRASHED',
    `the subject ended ${how} before it was ready; its last words: ${lastWordsInShort(lastWords)}`,
  );
}
