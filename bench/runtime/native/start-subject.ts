import { BenchError } from '@headroom/contract/errors.ts';
import type { Trial } from '@headroom/contract/records.ts';
import { healthPath, primerPath } from '@headroom/contract/routes.ts';
import { Agent, request } from 'undici';
import type { Clock, Exit, RunningSubject, TrialFiles } from '../runtime.ts';
import { type Child, startChild } from './child.ts';
import { portState } from './ports.ts';

/** How the NestJS subject is started on this machine. */
export interface SubjectSettings {
  readonly prefix: readonly string[];
  readonly node: string;
  readonly entry: string;
  readonly port: number;
  readonly metricsPort: number;
  readonly delaySeconds: number;
  readonly cpuIterations: number;
  readonly readyTimeoutSeconds: number;
}

const pollSeconds = 0.05;
const primerRequests = 5;
const stopGraceSeconds = 3;

/**
 * Starts the NestJS service as a child process, waits until its health check passes, and asks its no-op
 * route a few times, so that no trial pays for a cold start.
 * @throws BenchError BENCH_SUBJECT_PORT_TAKEN, BENCH_SUBJECT_CRASHED or BENCH_SUBJECT_NOT_READY
 */
export async function startSubject(
  settings: SubjectSettings,
  trial: Trial,
  files: TrialFiles,
  clock: Clock,
  signal: AbortSignal,
): Promise<RunningSubject> {
  await refuseTakenPort(settings.port, 'API_PORT');
  await refuseTakenPort(settings.metricsPort, 'API_METRICS_PORT');
  const command = [...settings.prefix, settings.node, settings.entry];
  const child = await startChild(command, variablesOf(settings), files.subjectLog).catch((cause: unknown) => {
    throw new BenchError('BENCH_SUBJECT_CRASHED', `the subject cannot be started: ${String(cause)}`, {
      cause,
    });
  });
  const connections = new Agent();
  const baseUrl = `http://127.0.0.1:${settings.port}`;
  const get = async (url: string, patience: AbortSignal): Promise<{ status: number; body: string }> => {
    const answer = await request(url, { dispatcher: connections, signal: patience });
    return { status: answer.statusCode, body: await answer.body.text() };
  };
  const stop = async (): Promise<void> => {
    await Promise.all([child.stop(stopGraceSeconds), connections.destroy()]);
  };

  try {
    await untilReady(
      settings.readyTimeoutSeconds,
      child,
      () => get(baseUrl + healthPath, AbortSignal.timeout(1000)),
      clock,
      signal,
    );
    for (let i = 0; i < primerRequests; i++) await get(baseUrl + primerPath, AbortSignal.timeout(5000));
  } catch (error) {
    await stop();
    if (error instanceof BenchError) throw error;
    throw new BenchError(
      'BENCH_SUBJECT_NOT_READY',
      `the subject was healthy but did not answer ${primerPath} before ${trial.trialId}: ${String(error)}`,
      { cause: error },
    );
  }

  return {
    baseUrl,
    exited: child.exited,
    scrape: async (patience) => {
      const answer = await get(`http://127.0.0.1:${settings.metricsPort}/metrics`, patience);
      if (answer.status !== 200) throw new Error(`the metrics page answered ${answer.status}`);
      return answer.body;
    },
    stop,
  };
}

function variablesOf(settings: SubjectSettings): Record<string, string> {
  return {
    NODE_ENV: 'production',
    API_HOST: '127.0.0.1',
    API_PORT: String(settings.port),
    API_METRICS_PORT: String(settings.metricsPort),
    API_DELAY_SECONDS: String(settings.delaySeconds),
    API_CPU_ITERATIONS: String(settings.cpuIterations),
    API_REQUEST_LOG: 'off',
  };
}

async function refuseTakenPort(port: number, variable: string): Promise<void> {
  const state = await portState(port);
  if (state.free) return;
  throw new BenchError(
    'BENCH_SUBJECT_PORT_TAKEN',
    `port ${port} was taken during the run by ${state.holder ?? 'another process'}; end it, or set ${variable} to a free port.`,
  );
}

async function untilReady(
  timeoutSeconds: number,
  child: Child,
  askHealth: () => Promise<{ status: number }>,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  let ended: Exit | null = null;
  child.exited.then((exit) => {
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
    if (status === 200) return;
    if (status !== null) last = `status ${status}`;
    await clock.sleep(pollSeconds, signal);
  }
  throw new BenchError(
    'BENCH_SUBJECT_NOT_READY',
    `${healthPath} gave ${last} for ${timeoutSeconds} s after the start, expected status 200; see the subject's log.`,
  );
}

function crashed({ exitCode, signal, lastWords }: Exit): BenchError {
  const how = signal === null ? `with code ${exitCode}` : `by ${signal}`;
  return new BenchError(
    'BENCH_SUBJECT_CRASHED',
    `the subject ended ${how} before it was ready; its last words: ${lastWords.trim() || 'none'}`,
  );
}
