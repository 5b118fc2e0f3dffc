import { BenchError } from '@headroom/contract/errors.ts';
import type { Finding, RunPlan } from '@headroom/contract/manifest.ts';
import { serviceOf } from '@headroom/contract/routes.ts';
import type { SubjectSettings } from '../config/bench-config.ts';
import type { Environment } from '../config/environment.ts';
import { checkMachine, machineFacts } from '../doctor/check-machine.ts';
import { renderFindings } from '../doctor/render-findings.ts';
import { isClosed } from '../model/level.ts';
import { allowedCpus } from '../runtime/native/pinning.ts';
import { backingOfTrial } from '../runtime/subject-variables.ts';
import { inheritedTuning } from './inherited-tuning.ts';
import type { Announcer } from './lab.ts';

type Needs = Parameters<typeof checkMachine>[0];

/** What the checks of the machine have to look at for this plan. */
export function needsOf(
  { plan, subjects, out }: { plan: RunPlan; subjects: SubjectSettings; out: string },
  environment: Environment,
): Needs {
  return {
    ports: portsOf(plan, subjects.own, environment),
    out,
    highestVus: Math.max(...plan.trials.map(({ vus }) => vus)),
    longestThinkSeconds: longestThinkOf(plan),
    allowedCpus: allowedCpus(machineFacts().cpus).length,
    observersOnSubject: (environment.OBSERVER_CPUS ?? []).filter((cpu) =>
      environment.SUBJECT_CPUS.includes(cpu),
    ),
    tuning: inheritedTuning(plan, subjects.own),
    engine: null,
  };
}

/** The lab's own services leave connections open. */
function longestThinkOf({ trials }: RunPlan): number {
  const others = trials.filter((trial) => isClosed(trial) && serviceOf(trial.subject) === null);
  return Math.max(0, ...others.map(({ thinkTime }) => thinkTime.maxSeconds));
}

const portsOfServices = {
  nest: ['API_PORT', 'API_METRICS_PORT'],
  fastapi: ['FASTAPI_PORT', 'FASTAPI_METRICS_PORT'],
  upstream: ['UPSTREAM_PORT'],
  postgres: ['POSTGRES_PORT'],
  redis: ['REDIS_PORT'],
} as const;

/** The ports of what the plan starts. */
function portsOf({ trials }: RunPlan, own: SubjectSettings['own'], environment: Environment): Needs['ports'] {
  const started = trials.flatMap((trial) =>
    [serviceOf(trial.subject) ?? [], backingOfTrial(trial) ?? []].flat(),
  );
  const ofLab = [...new Set(started)]
    .flatMap((service) => portsOfServices[service])
    .map((variable) => ({ port: environment[variable], variable }));
  return [...ofLab, ...ownPorts({ trials }, own)];
}

/** The ports of those services of the user's own that the plan starts, wherever they run. */
export function ownPorts({ trials }: Pick<RunPlan, 'trials'>, own: SubjectSettings['own']): Needs['ports'] {
  const names = new Set(trials.map(({ subject }) => subject));
  return Object.entries(own)
    .filter(([name]) => names.has(name))
    .flatMap(([name, { port, metrics }]) => [
      { port, variable: `subjects.${name}.port` },
      ...(metrics === null || metrics.port === port
        ? []
        : [{ port: metrics.port, variable: `subjects.${name}.metrics.port` }]),
    ]);
}

/**
 * The ports that the containers publish, those that the running services of this lab hold already left out.
 * @param needed services that are to run
 */
export function containerPorts(
  environment: Environment,
  needed: readonly string[],
  running: readonly string[],
): Needs['ports'] {
  const published = [
    { service: 'api', port: environment.API_PORT, variable: 'API_PORT' },
    { service: 'api', port: environment.API_METRICS_PORT, variable: 'API_METRICS_PORT' },
    { service: 'fastapi', port: environment.FASTAPI_PORT, variable: 'FASTAPI_PORT' },
    { service: 'fastapi', port: environment.FASTAPI_METRICS_PORT, variable: 'FASTAPI_METRICS_PORT' },
    { service: 'prometheus', port: environment.PROMETHEUS_PORT, variable: 'PROMETHEUS_PORT' },
    { service: 'grafana', port: environment.GRAFANA_PORT, variable: 'GRAFANA_PORT' },
  ];
  return published.filter(({ service }) => needed.includes(service) && !running.includes(service));
}

/**
 * Checks the machine and says what is wrong with it.
 * @throws BenchError BENCH_PREFLIGHT_FAILED when it cannot measure as it is
 */
export async function preflight(needs: Needs, { say }: Announcer): Promise<Finding[]> {
  const findings = await checkMachine(needs);
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  if (warnings.length > 0) say(renderFindings(warnings, { onlyProblems: true }));
  refuseFatal(findings);
  return findings;
}

/** @throws BenchError BENCH_PREFLIGHT_FAILED */
export function refuseFatal(findings: readonly Finding[]): void {
  const fatal = findings.filter(({ severity }) => severity === 'fatal');
  if (fatal.length === 0) return;
  throw new BenchError(
    'BENCH_PREFLIGHT_FAILED',
    fatal.map(({ message, advice }) => `${message} ${advice}`.trim()).join(' '),
  );
}
