import { BenchError } from '@headroom/contract/errors.ts';
import type { Manifest } from '@headroom/contract/manifest.ts';
import type { Trial } from '@headroom/contract/records.ts';
import { carryOutTrials, type Lane, type Result, reportOn } from '../carry-out.ts';
import { excluded } from '../collect/collect-trial.ts';
import { writeWhole } from '../collect/disk.ts';
import { appendRecord, mendJournal, readJournal } from '../collect/journal.ts';
import { writeManifest } from '../collect/manifest.ts';
import { createTrialFolder, type RunFolder } from '../collect/run-folder.ts';
import { lockRun } from '../collect/run-lock.ts';
import { writeSamples } from '../collect/samples.ts';
import { demandSpace, isOfResults, watchSpace } from '../collect/storage-error.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Book, LiveControl } from './live-control.ts';
import { loadSubject } from './load-subject.ts';
import { interruptedRecord } from './unmeasured.ts';

/**
 * Carries out a run of one endpoint whose number of users may be changed while it lasts. Each number of users is a
 * trial of its own, with its window; all but the first go on with the subject as they find it, and say so. What the
 * plan has beside them, a lone user to learn the service time by, comes last: nobody is to wait for the load.
 * @param most users that may ever be asked for
 * @throws BenchError BENCH_RESULTS_* when results cannot be written; finished trials are kept
 */
export async function carryOutLive(
  { run, manifest, runtime }: Lane,
  most: number,
  control: LiveControl,
): Promise<Result> {
  let unlock = (): void => undefined;
  try {
    unlock = lockRun(run);
    mendJournal(run.journal);
    const book = openBook(run, manifest, control);
    const space = watchSpace(run.path);
    const interrupted = AbortSignal.any([control.interrupted, space.full]);
    control.watcher.loadStarts(book.files);
    try {
      await load(firstOf(manifest), most, { runtime, book }, { ...control, interrupted });
    } finally {
      space.end();
      control.watcher.loadEnded();
    }
    if (space.full.aborted) demandSpace(run.path);
    await measureLoneUser({ run, manifest: book.manifest(), runtime }, control);
    return await reportOn(run, book.manifest());
  } finally {
    try {
      await runtime.close();
    } finally {
      unlock();
    }
  }
}

/** What the plan has beside the load, where that came to something and nobody is in a hurry. */
async function measureLoneUser(lane: Lane, { rest, restSkipped }: LiveControl): Promise<void> {
  const baselines = lane.manifest.plan.trials.filter(({ baseline }) => baseline);
  const measured = readJournal(lane.run.journal).some(({ state }) => state === 'measured');
  if (baselines.length === 0 || !measured || restSkipped.aborted) return;
  rest.say(
    'Now a lone user, to learn what a request takes when nobody else asks. To stop once more skips that.',
  );
  await carryOutTrials(lane, baselines, { watcher: rest, signal: restSkipped });
}

function openBook(
  run: RunFolder,
  manifest: Manifest,
  { watcher }: LiveControl,
): Book & { manifest(): Manifest } {
  let current = manifest;
  const files = createTrialFolder(run, firstOf(manifest).trialId);
  return {
    files,
    manifest: () => current,
    write: (trial, summary, samples) => {
      // The first one's folder holds what subject and generator say meanwhile.
      const own = trial.continues === null ? files : createTrialFolder(run, trial.trialId);
      writeWhole(own.summary, `${JSON.stringify(summary)}\n`);
      writeSamples(own, samples);
    },
    keep: (record) => {
      appendRecord(run.journal, record);
      watcher.trialEnded(record);
    },
    replan: (trials) => {
      const rest = manifest.plan.trials.filter(({ baseline }) => baseline);
      current = { ...current, plan: { ...current.plan, trials: [...trials, ...rest] } };
      writeManifest(run, current);
    },
  };
}

function firstOf({ plan }: Manifest): Trial {
  const trial = plan.trials.find(({ baseline }) => !baseline);
  if (trial === undefined) throw new Error('a live run has a trial to begin with');
  return trial;
}

/** One subject, one generator, and the trials that they see. A fault of either ends the trial in hand. */
async function load(
  first: Trial,
  most: number,
  around: { readonly runtime: Runtime; readonly book: Book },
  control: LiveControl,
): Promise<void> {
  const { runtime, book } = around;
  const { interrupted } = control;
  const stopped = AbortSignal.any([control.stop, interrupted]);
  try {
    const subject = await runtime.startSubject(first, book.files, stopped);
    try {
      await loadSubject(first, most, subject, around, control);
    } finally {
      await subject.stop();
    }
  } catch (error) {
    if (!(error instanceof BenchError) || isOfResults(error)) throw error;
    const { code, message } = error;
    book.keep(
      stopped.aborted ? interruptedRecord(first, interrupted.aborted) : excluded(first, { code, message }),
    );
  }
}
