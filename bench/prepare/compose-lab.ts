import type { Environment } from '../config/environment.ts';
import { composeRuntime } from '../runtime/compose/compose-runtime.ts';
import { generatorService } from '../runtime/compose/demand-images.ts';
import { docker } from '../runtime/compose/docker.ts';
import { demandEngine } from '../runtime/compose/engine/demand-engine.ts';
import { engineOfRun } from '../runtime/compose/engine/engine-of-run.ts';
import { lockLab } from '../runtime/compose/lab-lock.ts';
import { observerVariables } from '../runtime/compose/observer-cpus.ts';
import { subjectsWithInit } from '../runtime/compose/own-images.ts';
import { ownService, writeOwnServices } from '../runtime/compose/own-services.ts';
import { activeServices, down, runningServices, up, watchStack } from '../runtime/compose/stack.ts';
import { servicesOf, subjectContainers, subjectServices } from '../runtime/compose/subject-container.ts';
import type { Announcer, Lab, Order } from './lab.ts';
import { containerPorts, needsOf, ownPorts, preflight } from './preflight.ts';

/**
 * The containers of docker-compose.yml. What was up before the run stays up after it; what the run started is
 * removed, unless it was asked to keep it.
 * @throws BenchError BENCH_PREFLIGHT_*
 */
export async function composeLab(order: Order, environment: Environment, announcer: Announcer): Promise<Lab> {
  const subjects = order.plan.trials.map(({ subject }) => subject);
  const withInit = await subjectsWithInit(order.subjects.own, subjects);
  const unlock = lockLab(environment);
  const own = writeOwnServices(order.subjects.own, subjects, environment, withInit);
  const letGo = async () => {
    await own.remove();
    unlock();
  };
  try {
    return await labOf(order, environment, announcer, own.file, letGo);
  } catch (error) {
    await letGo();
    throw error;
  }
}

async function labOf(
  order: Order,
  environment: Environment,
  announcer: Announcer,
  ownFile: string | null,
  letGo: () => Promise<void>,
): Promise<Lab> {
  const engine = await demandEngine(environment);
  const before = await runningServices();
  const needed = [...(await activeServices()), ...servicesOf(order.plan)];
  const ports = [...containerPorts(environment, needed, before), ...ownPorts(order.plan, order.subjects.own)];
  const containers = { cpus: engine.cpus, openFiles: environment.OPEN_FILES };
  const findings = await preflight({ ...needsOf(order, environment), ports, engine: containers }, announcer);
  const stays = before.includes('prometheus') || order.keepUp;
  announcer.say('Starting the lab ...');
  const asFound = {
    variables: await observerVariables(environment),
    // A subject that somebody has started by hand.
    further: Object.values(subjectServices).filter(
      (name) => name !== subjectServices.nest && before.includes(name),
    ),
  };
  const unwatch = await watchStack(stays, asFound);
  await up(announcer.signal, { variables: asFound.variables }).catch((error: unknown) => {
    unwatch();
    throw error;
  });
  const hasGrafana = (await runningServices()).includes('grafana');
  const close = async () => {
    // After an interruption too the lab is as it was found.
    await (stays ? up(new AbortController().signal, asFound) : down()).catch((error: unknown) => {
      // The results are no worse for it.
      announcer.say(`The lab is not as it was before the run: ${inWords(error)} make up starts it again.`);
    });
    unwatch();
    await letGo();
  };
  const version = await docker([
    'compose',
    '--profile',
    'bench',
    'run',
    '--rm',
    '--no-deps',
    '--no-TTY',
    'k6',
    'version',
  ]);
  const cpus = { subject: [...environment.SUBJECT_CPUS], generator: [...environment.GENERATOR_CPUS] };
  const ofRun = await engineOfRun(
    engine,
    cpus,
    subjectServices.nest,
    [...needed, generatorService, ...order.plan.trials.map(({ subject }) => ownService(subject))],
    ownFile,
  );
  const runtime = composeRuntime(
    subjectContainers(order.subjects, environment, ownFile),
    environment,
    {
      generatorCpus: cpus.generator.length,
      notControlled: ofRun.notControlled,
      rootless: engine.rootless,
      observers: asFound.variables,
    },
    close,
  );
  return {
    runtime,
    // Another build is measured natively only, so that here both sides are the same.
    baseRuntime: order.baseSubjects === null ? null : runtime,
    plan: order.plan,
    facts: {
      leftOut: [],
      cpus,
      engine: ofRun.facts,
      findings,
      grafanaUrl: hasGrafana ? `http://127.0.0.1:${environment.GRAFANA_PORT}` : null,
      k6: /v\d+\.\d+\.\d+/.exec(version.stdout)?.[0] ?? 'unknown',
    },
  };
}

const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error));
