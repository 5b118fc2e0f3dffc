import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import type { Subject } from '@headroom/contract/routes.ts';
import type { SubjectSettings } from '../config/bench-config.ts';
import type { Environment } from '../config/environment.ts';
import { machineFacts } from '../doctor/check-machine.ts';
import { nativeRuntime } from '../runtime/native/native-runtime.ts';
import { allowedCpus, isOnPath, placeOn } from '../runtime/native/pinning.ts';
import { apiEntry, fastapiFolder, subjectPrograms } from '../runtime/native/subject-program.ts';
import { findK6 } from '../tools/find-k6.ts';
import { pythonEnvironment } from '../tools/python-environment.ts';
import type { Announcer, Lab, Order } from './lab.ts';
import { needsOf, preflight } from './preflight.ts';

/** Child processes on this machine. @throws BenchError BENCH_PREFLIGHT_* or BENCH_TOOLS_* */
export async function nativeLab(order: Order, environment: Environment, announcer: Announcer): Promise<Lab> {
  const needs = (subject: Subject) => order.plan.trials.some((trial) => trial.subject === subject);
  if (needs('nest')) demandBuild(order.subjects.nest);
  const placement = placeOn(allowedCpus(machineFacts().cpus), isOnPath(environment.PATH));
  const findings = await preflight(needsOf(order, environment), announcer);
  // After the checks: a build of k6 takes minutes, and would itself raise the load that they look at.
  const reporting = { announce: announcer.say, signal: announcer.signal };
  const k6 = await findK6(environment, reporting);
  const requirements = join(fastapiFolder, 'requirements.txt');
  const python = needs('fastapi') ? await pythonEnvironment(requirements, environment, reporting) : null;
  const programs = subjectPrograms(order.subjects, environment, python);
  return {
    runtime: nativeRuntime(programs, placement, environment.UPSTREAM_PORT, k6.path),
    facts: {
      cpus: { subject: [...placement.subjectCpus], generator: [...placement.generatorCpus] },
      findings,
      k6: k6.version,
      grafanaUrl: null,
    },
  };
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
