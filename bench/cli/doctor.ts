import { BenchError } from '@headroom/contract/errors.ts';
import type { Finding, RunPlan } from '@headroom/contract/manifest.ts';
import type { SubjectSettings } from '../config/bench-config.ts';
import { type Environment, readEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import type { OptionSource } from '../config/option-source.ts';
import { checkMachine } from '../doctor/check-machine.ts';
import { renderFindings } from '../doctor/render-findings.ts';
import type { Stage } from '../main.ts';
import { planTrials } from '../plan/plan-trials.ts';
import { demandOwnPrograms } from '../prepare/own-programs.ts';
import { ownRuntime } from '../prepare/own-runtime.ts';
import { containerPorts, needsOf, ownPorts } from '../prepare/preflight.ts';
import { demandEngine } from '../runtime/compose/engine/demand-engine.ts';
import type { Engine } from '../runtime/compose/engine/read-engine.ts';
import { engineProblem } from '../runtime/compose/engine.ts';
import { activeServices, runningServices } from '../runtime/compose/stack.ts';
import { servicesOf } from '../runtime/compose/subject-container.ts';
import { findK6 } from '../tools/find-k6.ts';
import { engineInWords } from '../words/engine-in-words.ts';

/**
 * Shows what the checks before a run find on this machine, and gets k6 if the run would need it here.
 * @throws BenchError BENCH_PREFLIGHT_FAILED or BENCH_TOOLS_K6_* when a run could not start
 */
export async function doctor(
  sources: readonly OptionSource[],
  { say, signal }: Pick<Stage, 'say' | 'signal'>,
): Promise<void> {
  const environment = readEnvironment();
  const config = loadConfig(sources);
  const plan = planTrials(config);
  const own = ownRuntime({ plan, subjects: config.subjects, runtime: config.runtime });
  const noContainers =
    config.runtime === 'native'
      ? 'runtime native is set'
      : own?.runtime === 'native'
        ? own.because
        : await engineProblem();
  if (own?.runtime === 'compose' && noContainers !== null) {
    throw new BenchError(
      'BENCH_PREFLIGHT_RUNTIME',
      `containers are needed, because ${own.because}: ${noContainers}.`,
    );
  }
  if (noContainers !== null) demandOwnPrograms(plan, config.subjects.own, environment.PATH);
  const engine = noContainers === null ? await demandEngine(environment) : null;
  const needs = needsOf({ plan, subjects: config.subjects, out: config.out }, environment);
  const findings = [
    ...(await checkMachine(
      engine === null
        ? needs
        : {
            ...needs,
            ports: await portsOfContainers(plan, config.subjects.own, environment),
            engine: { cpus: engine.cpus, openFiles: environment.OPEN_FILES },
          },
    )),
    runtimeFinding(noContainers, engine),
  ];
  say(renderFindings(findings, { onlyProblems: false }));
  if (noContainers !== null) {
    const k6 = await findK6(environment, { announce: say, signal });
    const found: Finding = {
      check: 'k6',
      severity: 'ok',
      message: `${k6.version} at ${k6.path}`,
      advice: '',
    };
    say(renderFindings([found], { onlyProblems: false }));
  }
  const fatal = findings.filter(({ severity }) => severity === 'fatal');
  if (fatal.length === 0) return;
  throw new BenchError('BENCH_PREFLIGHT_FAILED', fatal.map(({ message }) => message).join(' '));
}

async function portsOfContainers(plan: RunPlan, own: SubjectSettings['own'], environment: Environment) {
  const needed = [...(await activeServices()), ...servicesOf(plan)];
  return [...containerPorts(environment, needed, await runningServices()), ...ownPorts(plan, own)];
}

function runtimeFinding(noContainers: string | null, engine: Engine | null): Finding {
  const message =
    engine === null
      ? `A bench runs on child processes: ${noContainers}.`
      : `${engineInWords(engine)} answers: a bench runs in containers, k6 included.`;
  return { check: 'runtime', severity: 'info', message, advice: '' };
}
