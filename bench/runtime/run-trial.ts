import { BenchError } from '@headroom/contract/errors.ts';
import type { Trial } from '@headroom/contract/records.ts';
import type { Request } from '@headroom/contract/request.ts';
import { findEndpoint } from '@headroom/contract/routes.ts';
import { type TrialInput, type WrongAnswer, wrongAnswerMark } from '@headroom/contract/trial-input.ts';
import type { Exit, RunningSubject, Runtime, TrialFiles, Usage } from './runtime.ts';
import { sample } from './sampler.ts';
import type { Sample, TrialOutcome } from './trial-outcome.ts';

/** Allowed for the generator's own start, its check of the answer, and its summary, beyond the load itself. */
const generatorGraceSeconds = 20;

/**
 * Carries out one trial on a fresh subject and leaves nothing of it running, whatever happens.
 * Never rejects for what the subject or the generator does: that is a failed outcome with its reason.
 */
export async function runTrial(
  runtime: Runtime,
  trial: Trial,
  files: TrialFiles,
  signal: AbortSignal,
): Promise<TrialOutcome> {
  try {
    const { samples, idle } = await loadFreshSubject(runtime, trial, files, signal);
    return { state: 'completed', trial, files, samples, idle, generatorCpus: runtime.generatorCpus };
  } catch (error) {
    if (signal.aborted) return { state: 'aborted', trial };
    if (!(error instanceof BenchError)) throw error;
    return { state: 'failed', trial, reason: { code: error.code, message: error.message } };
  }
}

async function loadFreshSubject(
  runtime: Runtime,
  trial: Trial,
  files: TrialFiles,
  signal: AbortSignal,
): Promise<{ samples: Sample[]; idle: Usage | null }> {
  const subject = await runtime.startSubject(trial, files, signal);
  const over = new AbortController();
  try {
    const idle = subject.usage();
    const generator = await runtime.startGenerator(trial, inputOf(trial, subject, files), files);
    const sampling = sample(subject, generator, runtime.clock, over.signal);
    try {
      const ending = await Promise.race([
        generator.exited.then((exit) => () => checkGenerator(exit)),
        subject.exited.then((exit) => () => failExited(exit)),
        deadline(runtime, trial, over.signal),
        aborted(signal),
      ]);
      ending();
    } finally {
      over.abort();
      await generator.stop();
    }
    return { samples: await sampling, idle };
  } finally {
    await subject.stop();
  }
}

function inputOf(
  trial: Trial,
  { baseUrl, credentials }: Pick<RunningSubject, 'baseUrl' | 'credentials'>,
  files: TrialFiles,
): TrialInput {
  const { trialId, vus, arrivalsPerSecond, warmupSeconds, durationSeconds } = trial;
  const { thinkTime, start, requestTimeoutSeconds, seed } = trial;
  return {
    ...{ trialId, vus, arrivalsPerSecond, warmupSeconds, durationSeconds },
    ...{ thinkTime, start, requestTimeoutSeconds, seed },
    ...(trial.request ?? requestOfRoute(trial.endpoint)),
    headers: credentials?.headers ?? {},
    ...(credentials?.body === undefined ? {} : { body: credentials.body }),
    ...(credentials?.path === undefined ? {} : { path: credentials.path }),
    baseUrl,
    kind: trial.strategy === 'queue' ? 'job' : 'request',
    bystander:
      trial.bystandersPerSecond === 0
        ? null
        : {
            url: credentials?.bystanderUrl ?? new URL(trial.bystanderPath, baseUrl).href,
            ratePerSecond: trial.bystandersPerSecond,
          },
    summaryPath: files.summary,
  };
}

function requestOfRoute(path: string): Request {
  const endpoint = findEndpoint(path);
  if (!endpoint) throw new Error(`the plan holds the unknown endpoint ${path}`);
  const { expectedBody } = endpoint;
  return { method: 'GET', path: endpoint.path, body: null, expectedStatus: 200, expectedBody };
}

function checkGenerator(exit: Exit): void {
  if (exit.exitCode === 0) return;
  if (exit.signal !== null) {
    throw new BenchError(
      'BENCH_GENERATOR_KILLED',
      `k6 was ended by ${exit.signal}; out of memory, or ended by hand?`,
    );
  }
  const wrong = wrongAnswerIn(exit.lastWords);
  if (wrong) {
    const got = wrong.status === 0 ? wrong.error : `status ${wrong.status} and ${JSON.stringify(wrong.body)}`;
    throw new BenchError(
      'BENCH_SUBJECT_WRONG_ANSWER',
      `${wrong.url} answered ${got}, not the expected status and body; is this the right service?`,
    );
  }
  throw new BenchError(
    'BENCH_GENERATOR_FAILED',
    `k6 ended with code ${exit.exitCode}, expected 0; its last words: ${tail(exit.lastWords)}`,
  );
}

function wrongAnswerIn(log: string): WrongAnswer | null {
  const line = log.split('\n').find((candidate) => candidate.includes(wrongAnswerMark));
  if (line === undefined) return null;
  const text = line.startsWith('{') ? String(JSON.parse(line).msg ?? '') : line;
  return JSON.parse(text.slice(text.indexOf(wrongAnswerMark) + wrongAnswerMark.length)) as WrongAnswer;
}

function failExited({ exitCode, signal, lastWords }: Exit): never {
  // The machine's fault, not the load's: somebody else had the port when it came to listen.
  if (/\bport \d+ .*is taken/i.test(lastWords)) {
    throw new BenchError('BENCH_SUBJECT_PORT_TAKEN', tail(lastWords));
  }
  const how = signal === null ? `with code ${exitCode}` : `by ${signal}`;
  throw new BenchError(
    'BENCH_SUBJECT_EXITED',
    `the subject ended ${how} during the trial; its last words: ${tail(lastWords)}`,
  );
}

/** The last line that a process wrote, cut to what a report can hold; its log has all of them. */
function tail(lastWords: string): string {
  const [last] = lastWords
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-1);
  return last === undefined ? 'none' : last.slice(0, 300);
}

async function deadline(runtime: Runtime, trial: Trial, over: AbortSignal): Promise<() => void> {
  // The check before the load may take as long as one request.
  const seconds =
    trial.requestTimeoutSeconds + trial.warmupSeconds + trial.durationSeconds + generatorGraceSeconds;
  await runtime.clock.sleep(seconds, over);
  return () => {
    throw new BenchError(
      'BENCH_GENERATOR_TIMED_OUT',
      `k6 was still running after ${seconds} s; it was ended.`,
    );
  };
}

function aborted(signal: AbortSignal): Promise<() => void> {
  return new Promise((resolve) => {
    const abort = () =>
      resolve(() => {
        throw new BenchError('BENCH_TRIAL_INTERRUPTED', 'stopped by a signal');
      });
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
  });
}
