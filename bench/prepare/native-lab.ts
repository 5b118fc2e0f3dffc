import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { type BackingService, backingServices, type Service, serviceOf } from '@headroom/contract/routes.ts';
import type { SubjectSettings } from '../config/bench-config.ts';
import { cpusOfShell, type Environment } from '../config/environment.ts';
import { machineFacts } from '../doctor/check-machine.ts';
import { type BackingPrograms, backingPrograms } from '../runtime/native/backing-programs.ts';
import { nativeRuntime } from '../runtime/native/native-runtime.ts';
import { allowedCpus, isOnPath, placeOn } from '../runtime/native/pinning.ts';
import { apiEntry, fastapiFolder, subjectPrograms } from '../runtime/native/subject-program.ts';
import { backingOfTrial } from '../runtime/subject-variables.ts';
import { findK6 } from '../tools/find-k6.ts';
import { pythonEnvironment } from '../tools/python-environment.ts';
import type { Announcer, Lab, Order } from './lab.ts';
import { leaveOut, type MissingServices } from './leave-out.ts';
import { demandOwnPrograms } from './own-programs.ts';
import { needsOf, preflight } from './preflight.ts';

/** Child processes on this machine. @throws BenchError BENCH_PREFLIGHT_* or BENCH_TOOLS_* */
export async function nativeLab(order: Order, environment: Environment, announcer: Announcer): Promise<Lab> {
  const needs = (service: Service) => order.plan.trials.some(({ subject }) => serviceOf(subject) === service);
  for (const subjects of [order.subjects, order.baseSubjects ?? order.subjects]) {
    if (needs('nest')) demandBuild(subjects.nest);
    demandOwnPrograms(order.plan, subjects.own, environment.PATH);
  }
  const placement = placeOn(
    allowedCpus(machineFacts().cpus),
    isOnPath(environment.PATH),
    cpusOfShell(environment),
  );
  const findings = await preflight(needsOf(order, environment), announcer);
  // After the checks: a build of k6 takes minutes, and would itself raise the load that they look at.
  const reporting = { announce: announcer.say, signal: announcer.signal };
  const k6 = await findK6(environment, reporting);
  const requirements = join(fastapiFolder, 'requirements.txt');
  const python = needs('fastapi') ? await pythonEnvironment(requirements, environment, reporting) : null;
  const backing = backingPrograms(environment, placement.observerPrefix);
  try {
    const missing = await missingServices(order, backing, announcer);
    const { plan, leftOut } = leaveOut(order.plan, missing);
    const runtimeOf = (subjects: SubjectSettings) =>
      nativeRuntime(subjectPrograms(subjects, environment, python), placement, backing, {
        path: k6.path,
        dashboardPort: order.k6DashboardPort ?? null,
      });
    return {
      runtime: runtimeOf(order.subjects),
      baseRuntime: order.baseSubjects === null ? null : runtimeOf(order.baseSubjects),
      plan,
      facts: {
        cpus: { subject: [...placement.subjectCpus], generator: [...placement.generatorCpus] },
        engine: null,
        findings,
        k6: k6.version,
        grafanaUrl: null,
        leftOut,
      },
    };
  } catch (error) {
    backing.close();
    throw error;
  }
}

/**
 * Tries out the services that the plan needs behind its subjects.
 * @throws BenchError BENCH_TOOLS_SERVICE_MISSING when one cannot be had that the user asked for by its endpoints
 */
async function missingServices(
  { plan, endpointsNamed }: Order,
  backing: BackingPrograms,
  { say, signal }: Announcer,
): Promise<MissingServices> {
  const missing = new Map<BackingService, string>();
  for (const service of backingServices) {
    if (!plan.trials.some((trial) => backingOfTrial(trial) === service)) continue;
    try {
      await backing.tryOut(service, signal);
    } catch (error) {
      if (!(error instanceof BenchError) || error.code !== 'BENCH_TOOLS_SERVICE_MISSING' || endpointsNamed)
        throw error;
      say(`Left out, and listed in the report: ${error.message}`);
      missing.set(service, error.message);
    }
  }
  return missing;
}

function demandBuild({ entry }: SubjectSettings['nest']): void {
  const file = entry ?? apiEntry;
  if (existsSync(file)) return;
  throw new BenchError(
    'BENCH_PREFLIGHT_BUILD',
    entry === null
      ? 'the NestJS service has not been compiled: run `make build` first (`make bench` does it by itself).'
      : `the service ${entry} does not exist: expected a file that Node can start (nest.entry in headroom.config.ts).`,
  );
}
