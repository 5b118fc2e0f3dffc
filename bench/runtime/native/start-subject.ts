import { BenchError } from '@headroom/contract/errors.ts';
import { awaitSubject } from '../await-subject.ts';
import type { Clock, RunningSubject, TrialFiles } from '../runtime.ts';
import { startChild } from './child.ts';
import { isInTimeWait, listenersOn, portState } from './ports.ts';
import { descendantsOf, processTreesUsage } from './process-tree.ts';
import type { SubjectProgram } from './subject-program.ts';

const stopGraceSeconds = 3;

/**
 * Starts a subject as a child process and waits until it can be loaded.
 * @param prefix what holds it on its CPUs
 * @throws BenchError BENCH_SUBJECT_PORT_TAKEN, BENCH_SUBJECT_CRASHED or BENCH_SUBJECT_NOT_READY
 */
export async function startSubject(
  program: SubjectProgram,
  prefix: readonly string[],
  files: TrialFiles,
  clock: Clock,
  signal: AbortSignal,
): Promise<RunningSubject> {
  const start = () => startOnce(program, prefix, files, clock, signal);
  const { number: port } = program.port;
  try {
    return await start();
  } catch (error) {
    if (!foundPortBusy(error) || !isInTimeWait(port)) throw error;
    await timeWaitOver(port, clock, signal);
    return start();
  }
}

const foundPortBusy = (error: unknown): boolean =>
  error instanceof BenchError && /EADDRINUSE|address already in use/i.test(error.message);

/** Linux remembers a connection for 60 s. */
const timeWaitSeconds = 65;

/** @throws BenchError BENCH_SUBJECT_PORT_TAKEN where it does not end, as where somebody else connects meanwhile */
async function timeWaitOver(port: number, clock: Clock, signal: AbortSignal): Promise<void> {
  const giveUpAt = clock.now() + timeWaitSeconds;
  while (isInTimeWait(port) && clock.now() < giveUpAt && !signal.aborted) await clock.sleep(0.5, signal);
  if (!isInTimeWait(port) || signal.aborted) return;
  throw new BenchError(
    'BENCH_SUBJECT_PORT_TAKEN',
    `port ${port} is in TIME_WAIT: ended connections are remembered for a minute, and the service asks for its port without SO_REUSEADDR. Set that option where it listens.`,
  );
}

async function startOnce(
  program: SubjectProgram,
  prefix: readonly string[],
  files: TrialFiles,
  clock: Clock,
  signal: AbortSignal,
): Promise<RunningSubject> {
  await refuseTakenPort(program.port);
  if (program.metrics !== null && program.metrics.port.number !== program.port.number) {
    await refuseTakenPort(program.metrics.port);
  }
  const command = [...prefix, ...program.command];
  const { variables, folder, environmentOf } = program;
  const child = await startChild(command, variables, files.subjectLog, { folder, environmentOf }).catch(
    (cause: unknown) => {
      throw new BenchError('BENCH_SUBJECT_CRASHED', `the subject cannot be started: ${String(cause)}`, {
        cause,
      });
    },
  );
  const baseUrl = `http://127.0.0.1:${program.port.number}`;
  let own: readonly number[] = [child.pid];
  const subject = await awaitSubject(
    {
      localUrl: baseUrl,
      baseUrl,
      metricsUrl: program.metrics && `http://127.0.0.1:${program.metrics.port.number}${program.metrics.path}`,
      readyPath: program.readyPath,
      primerPath: program.primerPath,
      exited: child.exited,
      usage: () => processTreesUsage(own),
      stop: async () => {
        await child.stop(stopGraceSeconds);
        for (const pid of own) if (pid !== child.pid) endProcess(pid);
      },
    },
    program.readyTimeoutSeconds,
    clock,
    signal,
  );
  own = [child.pid, ...strayListeners(program.port.number, child.pid)];
  return subject;
}

/** Those that listen on a port which was free before the start, and yet are not below the program that was started. */
function strayListeners(port: number, started: number): number[] {
  const below = new Set([started, ...descendantsOf(started).map(({ pid }) => pid)]);
  return listenersOn(port).filter((pid) => !below.has(pid));
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}

async function refuseTakenPort({ number, variable }: SubjectProgram['port']): Promise<void> {
  const state = await portState(number);
  if (state.free) return;
  throw new BenchError(
    'BENCH_SUBJECT_PORT_TAKEN',
    `port ${number} was taken during the run by ${state.holder ?? 'another process'}; end it, or set ${variable} to a free port.`,
  );
}
