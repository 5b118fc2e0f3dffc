import { existsSync } from 'node:fs';
import { BenchError } from '@headroom/contract/errors.ts';
import type { Finding, Manifest, RunPlan } from '@headroom/contract/manifest.ts';
import { schemaVersion } from '@headroom/contract/records.ts';
import type { BenchConfig, NestSettings } from './config/bench-config.ts';
import { type Environment, readEnvironment } from './config/environment.ts';
import { checkMachine, machineFacts } from './doctor/check-machine.ts';
import { renderFindings } from './doctor/render-findings.ts';
import { apiEntry, nativeRuntime } from './runtime/native/native-runtime.ts';
import { allowedCpus, isOnPath, placeOn } from './runtime/native/pinning.ts';
import type { Runtime } from './runtime/runtime.ts';
import { findK6 } from './tools/find-k6.ts';
import { gitCommit, headroomVersion } from './version.ts';

/** What a run needs to know to make ready. */
interface Order {
  readonly runtime: BenchConfig['runtime'];
  readonly nest: NestSettings;
  readonly plan: RunPlan;
  readonly out: string;
}

/** A machine that is ready to measure. */
export interface Lab {
  readonly runtime: Runtime;
  readonly manifest: Omit<Manifest, 'runId'>;
}

/**
 * Checks the machine, finds or gets k6, and sets up the runtime.
 * @throws BenchError BENCH_PREFLIGHT_* or BENCH_TOOLS_*, before anything has been started
 */
export async function prepareLab(
  order: Order,
  stage: { say(line: string): void; signal: AbortSignal },
): Promise<Lab> {
  const environment = readEnvironment();
  chooseRuntime(order.runtime, stage.say);
  demandBuild(order.nest);
  const placement = placeOn(allowedCpus(machineFacts().cpus), isOnPath(environment.PATH));
  const findings = await checkMachine(needsOf(order, environment));
  refuseFatal(findings, stage.say);
  // After the checks: a build of k6 takes minutes, and would itself raise the load that they look at.
  const k6 = await findK6(environment, { announce: stage.say, signal: stage.signal });

  const runtime = nativeRuntime(order.nest, environment, placement, k6.path);
  return {
    runtime,
    manifest: {
      schemaVersion,
      createdAt: Date.now() / 1000,
      runtime: runtime.name,
      notControlled: [...runtime.notControlled],
      cpus: { subject: [...placement.subjectCpus], generator: [...placement.generatorCpus] },
      machine: machineFacts(),
      versions: { headroom: headroomVersion, node: process.version, k6: k6.version },
      gitCommit: gitCommit(),
      findings,
      nest: order.nest,
      plan: order.plan,
    },
  };
}

/** What the checks of the machine have to look at for this plan. */
export function needsOf({ plan, out }: Pick<Order, 'plan' | 'out'>, environment: Environment) {
  return {
    ports: [
      { port: environment.API_PORT, variable: 'API_PORT' },
      { port: environment.API_METRICS_PORT, variable: 'API_METRICS_PORT' },
    ],
    out,
    highestVus: Math.max(...plan.trials.map(({ vus }) => vus)),
    allowedCpus: allowedCpus(machineFacts().cpus).length,
  };
}

function chooseRuntime(wanted: BenchConfig['runtime'], say: (line: string) => void): void {
  if (wanted === 'compose') {
    throw new BenchError(
      'BENCH_PREFLIGHT_RUNTIME',
      'the runtime "compose" is not in this version: expected native or auto. Leave --runtime out.',
    );
  }
  if (wanted === 'auto')
    say('Runtime: native (child processes on this machine; containers are not in this version).');
}

function demandBuild({ entry }: NestSettings): void {
  const file = entry ?? apiEntry;
  if (existsSync(file)) return;
  throw new BenchError(
    'BENCH_PREFLIGHT_BUILD',
    entry === null
      ? 'the NestJS service has not been compiled: run `make build` first (`make bench` does it by itself).'
      : `the service ${entry} does not exist: expected a file that Node can start (nest.entry in headroom.config.ts).`,
  );
}

function refuseFatal(findings: readonly Finding[], say: (line: string) => void): void {
  const problems = findings.filter(({ severity }) => severity === 'warning' || severity === 'fatal');
  if (problems.length > 0) say(renderFindings(findings, { onlyProblems: true }));
  const fatal = problems.filter(({ severity }) => severity === 'fatal');
  if (fatal.length === 0) return;
  throw new BenchError(
    'BENCH_PREFLIGHT_FAILED',
    fatal.map(({ message, advice }) => `${message} ${advice}`.trim()).join(' '),
  );
}
