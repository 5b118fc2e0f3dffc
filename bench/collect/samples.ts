import type { TrialFiles } from '../runtime/runtime.ts';
import type { Sample } from '../runtime/trial-outcome.ts';
import { writeWhole } from './disk.ts';

/** Keeps what was scraped during a trial, one look a line, for whoever doubts a figure. */
export function writeSamples(files: TrialFiles, samples: readonly Sample[]): void {
  writeWhole(files.scrapes, samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
}
