import { statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import type { RunPlan } from '@headroom/contract/manifest.ts';
import type { SubjectSettings } from '../config/bench-config.ts';
import { isProgram } from '../tools/programs-on-path.ts';

/**
 * Makes sure that the programs and folders of the plan's own services are there, which would otherwise fail in each
 * of its trials.
 * @param path of the shell, where a program without a slash is looked for
 * @throws BenchError BENCH_PREFLIGHT_BUILD
 */
export function demandOwnPrograms({ trials }: RunPlan, own: SubjectSettings['own'], path: string): void {
  for (const name of new Set(trials.map(({ subject }) => subject))) {
    const subject = own[name];
    if (subject?.start.kind !== 'command') continue;
    const { command, folder } = subject.start;
    const [program = ''] = command;
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw missing(
        `the folder ${folder} of subjects.${name} does not exist: expected one in which its command is started.`,
      );
    }
    const searched = (subject.environment.PATH ?? path).split(delimiter);
    const files = program.includes('/')
      ? [resolve(folder, program)]
      : searched.map((place) => resolve(folder, place, program));
    if (files.some(isProgram)) continue;
    throw missing(
      `the program ${JSON.stringify(program)} of subjects.${name}.command ${
        program.includes('/') ? `is not in ${folder}` : 'is not on the PATH'
      }, or cannot be run: build or install it, or correct its name.`,
    );
  }
}

const missing = (message: string): BenchError => new BenchError('BENCH_PREFLIGHT_BUILD', message);
