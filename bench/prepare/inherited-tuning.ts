import { BenchError } from '@headroom/contract/errors.ts';
import type { Manifest, RunPlan } from '@headroom/contract/manifest.ts';
import type { SubjectSettings } from '../config/bench-config.ts';
import { tuningOfShell } from '../config/environment.ts';
import type { Tuning } from '../doctor/check-tuning.ts';
import { tuningInWords } from '../words/tuning-in-words.ts';

/**
 * The variables of the shell that tune programs and reach a service of the plan. Those of the user's own get them, started
 * as a command, but for what their settings set; the lab's and k6 do not.
 * @param shell as {@link tuningOfShell} gives it
 */
export function inheritedTuning(
  { trials }: Pick<RunPlan, 'trials'>,
  own: SubjectSettings['own'],
  shell = tuningOfShell(),
): Tuning {
  const names = [...new Set(trials.map(({ subject }) => subject))];
  const reached = names.flatMap((name) => {
    const subject = Object.hasOwn(own, name) ? own[name] : undefined;
    if (subject?.start.kind !== 'command') return [];
    const left = Object.entries(shell).filter(([variable]) => !(variable in subject.environment));
    return left.length === 0 ? [] : [{ name, left }];
  });
  return {
    variables: Object.fromEntries(reached.flatMap(({ left }) => left)),
    reaches: reached.map(({ name }) => name),
  };
}

/**
 * Holds that what is left of a run is measured as the rest was.
 * @throws BenchError BENCH_CONFIG_INVALID
 */
export function demandSameTuning({ plan, subjects, shellTuning }: Manifest): void {
  const { variables } = inheritedTuning(plan, subjects.own);
  // Of an older run nobody knows.
  if (shellTuning === null) return;
  for (const name of Object.keys({ ...shellTuning, ...variables })) {
    const [before, now] = [shellTuning, variables].map((one) => tuningInWords(one, name));
    if (before === now) continue;
    throw new BenchError(
      'BENCH_CONFIG_INVALID',
      `${name} is ${now} in the shell: expected that it is ${before}, as when the run began, because it changes what is measured. Set it so, or begin a new run.`,
    );
  }
}
