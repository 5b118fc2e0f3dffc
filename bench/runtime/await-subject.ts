import { BenchError } from '@headroom/contract/errors.ts';
import { Agent, request } from 'undici';
import { lastWordsInShort } from './last-words.ts';
import type { Clock, Exit, RunningSubject, Usage } from './runtime.ts';

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
  usage(): Usage | null;
  stop(): Promise<void>;
}

const pollSeconds = 0.05;
/** What was lost on the way is asked for again. */
const askPatienceMilliseconds = 5000;
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
  // To a service that gives each connection a thread, one that idles is a user more.
  const connections = new Agent({ pipelining: 0 });
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
      () => get(health, AbortSignal.timeout(askPatienceMilliseconds)),
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
    throw new BenchError(
      'BENCH_SUBJECT_NOT_READY',
      `the subject was healthy but did not answer ${subject.primerPath}: ${String(error)}`,
      { cause: error },
    );
  }

  const { metricsUrl } = subject;
  return {
    baseUrl: subject.baseUrl,
    exited: subject.exited,
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
  { exited, health }: Pick<StartedSubject, 'exited'> & { readonly health: string },
  askHealth: () => Promise<{ status: number }>,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  let ended: Exit | null = null;
  exited.then((exit) => {
    ended = exit;
  });
  const giveUpAt = clock.now() + timeoutSeconds;
  let last = 'no answer';
  while (clock.now() < giveUpAt && !signal.aborted) {
    if (ended !== null) throw crashed(ended);
    const status = await askHealth().then(
      (answer) => answer.status,
      () => null,
    );
    if (status !== null && status < 400) return;
    if (status !== null) last = `status ${status}`;
    await clock.sleep(pollSeconds, signal);
  }
  throw new BenchError(
    'BENCH_SUBJECT_NOT_READY',
    `${health} gave ${last} for ${timeoutSeconds} s after the start: expected a status below 400. ${last === 'no answer' ? 'Does it listen on that port? ' : ''}See the subject's log; a service of your own that takes longer needs a longer readyTimeout.`,
  );
}

function crashed({ exitCode, signal, lastWords }: Exit): BenchError {
  const how = signal === null ? `with code ${exitCode}` : `by ${signal}`;
  return new BenchError(
    'BENCH_SUBJECT_CRASHED',
    `the subject ended ${how} before it was ready; its last words: ${lastWordsInShort(lastWords)}`,
  );
}
