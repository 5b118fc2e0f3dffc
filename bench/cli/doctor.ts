import { BenchError } from '@headroom/contract/errors.ts';
import { readEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import type { OptionSource } from '../config/option-source.ts';
import { checkMachine } from '../doctor/check-machine.ts';
import { renderFindings } from '../doctor/render-findings.ts';
import type { Stage } from '../main.ts';
import { planTrials } from '../plan/plan-trials.ts';
import { needsOf } from '../prepare/preflight.ts';
import { findK6 } from '../tools/find-k6.ts';

/**
 * Shows what the checks before a run find on this machine, and gets k6 if it is missing.
 * @throws BenchError BENCH_PREFLIGHT_FAILED or BENCH_TOOLS_K6_* when a run could not start
 */
export async function doctor(
  sources: readonly OptionSource[],
  { say, signal }: Pick<Stage, 'say' | 'signal'>,
): Promise<void> {
  const environment = readEnvironment();
  const config = loadConfig(sources);
  const findings = await checkMachine(needsOf({ plan: planTrials(config), out: config.out }, environment));
  say(renderFindings(findings, { onlyProblems: false }));
  const k6 = await findK6(environment, { announce: say, signal });
  say(
    renderFindings([{ check: 'k6', severity: 'ok', message: `${k6.version} at ${k6.path}`, advice: '' }], {
      onlyProblems: false,
    }),
  );
  const fatal = findings.filter(({ severity }) => severity === 'fatal');
  if (fatal.length === 0) return;
  throw new BenchError('BENCH_PREFLIGHT_FAILED', fatal.map(({ message }) => message).join(' '));
}
