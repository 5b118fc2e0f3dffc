import { BenchError } from '@headroom/contract/errors.ts';
import type { Trial } from '@headroom/contract/records.ts';
import { isOfResults } from '../collect/storage-error.ts';
import { aborted } from './aborted.ts';
import { demandSteadyClock } from './demand-steady-clock.ts';
import { checkGenerator, failExited } from './endings.ts';
import { inputOf } from './input-of.ts';
import type { Runtime, TrialFiles, Usage } from './runtime.ts';
import { sample } from './sampler.ts';
import type { TrialObserver } from './trial-gauges.ts';
import type { Sample, TrialOutcome } from './trial-outcome.ts';

/**
 * Allowed for the generator's own start, its check of the answer, and its summary, beyond the load itself. On a machine
 * that others keep busy a container alone takes half a minute of it.
 */
const generatorGraceSeconds = 120;

/**
 * Carries out one trial on a fresh subject and leaves nothing of it running, whatever happens.
 * The observers are told of each look at subject and generator. Never rejects for what the subject or the generator does: that is a failed outcome with its reason.
 * @throws BenchError BENCH_RESULTS_* when their logs cannot be written
 */
export async function runTrial(
  runtime: Runtime,
  trial: Trial,
  files: TrialFiles,
  signal: AbortSignal,
  observers: readonly TrialObserver[] = [],
): Promise<TrialOutcome> {
  try {
    const loaded = await loadFreshSubject(runtime, trial, files, signal, observers);
    return { state: 'completed', trial, files, ...loaded, generatorCpus: runtime.generatorCpus };
  } catch (error) {
    if (signal.aborted) return { state: 'aborted', trial };
    if (!(error instanceof BenchError) || isOfResults(error)) throw error;
    return { state: 'failed', trial, reason: { code: error.code, message: error.message } };
  }
}

async function loadFreshSubject(
  runtime: Runtime,
  trial: Trial,
  files: TrialFiles,
  signal: AbortSignal,
  observers: readonly TrialObserver[],
): Promise<{ samples: Sample[]; span: { from: number; to: number }; idle: Usage | null }> {
  const subject = await runtime.startSubject(trial, files, signal);
  const over = new AbortController();
  try {
    const idle = subject.usage();
    runtime.clock.set();
    const [before, from] = [runtime.clock.read(), runtime.clock.now()];
    for (const observer of observers) observer.ready?.(subject);
    const generator = await runtime.startGenerator(trial, inputOf(trial, subject, files), files);
    let to = from;
    const sampling = sample(subject, generator, runtime.clock, over.signal, observers);
    try {
      const ending = await Promise.race([
        generator.exited.then((exit) => () => checkGenerator(exit)),
        subject.exited.then((exit) => () => failExited(exit)),
        deadline(runtime, trial, over.signal),
        aborted(signal).then(() => failInterrupted),
      ]);
      ending();
    } finally {
      over.abort();
      await generator.stop();
      to = runtime.clock.now();
      await Promise.all(observers.map((observer) => observer.ended?.(to)));
    }
    demandSteadyClock(before, runtime.clock.read());
    return { samples: await sampling, span: { from, to }, idle };
  } finally {
    await subject.stop();
  }
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

function failInterrupted(): never {
  throw new BenchError('BENCH_TRIAL_INTERRUPTED', 'stopped by a signal');
}
