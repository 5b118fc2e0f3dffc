import { BenchError } from '@headroom/contract/errors.ts';
import { type Environment, readEnvironment } from '../config/environment.ts';
import { checkPorts } from '../doctor/check-ports.ts';
import type { Stage } from '../main.ts';
import { demandCompose } from '../prepare/choose-runtime.ts';
import type { Announcer } from '../prepare/lab.ts';
import { containerPorts, refuseFatal } from '../prepare/preflight.ts';
import { engineProblem } from '../runtime/compose/engine.ts';
import { lockLab } from '../runtime/compose/lab-lock.ts';
import { observerVariables } from '../runtime/compose/observer-cpus.ts';
import { activeServices, remove, runningServices, up } from '../runtime/compose/stack.ts';
import { subjectServices } from '../runtime/compose/subject-container.ts';

/** Starts the lab in containers. @throws BenchError BENCH_PREFLIGHT_* */
export async function labUp({ say, signal }: Pick<Stage, 'say' | 'signal'>): Promise<void> {
  const environment = readEnvironment();
  const subjects = [subjectServices.nest];
  const unlock = lockLab(environment);
  try {
    await start(environment, subjects, { say, signal });
  } finally {
    unlock();
  }
}

async function start(
  environment: Environment,
  subjects: readonly string[],
  { say, signal }: Announcer,
): Promise<void> {
  await demandCompose(subjects, environment, { say, signal });
  refuseFatal(await checkPorts(containerPorts(environment, await activeServices(), await runningServices())));
  await up(signal, { variables: await observerVariables(environment) });
  const services = await runningServices();
  const pages = [
    ['api', `The service     http://127.0.0.1:${environment.API_PORT}/async`],
    ['prometheus', `Prometheus      http://127.0.0.1:${environment.PROMETHEUS_PORT}`],
    ['grafana', `Grafana         http://127.0.0.1:${environment.GRAFANA_PORT}`],
  ] as const;
  say(
    [
      'The lab is up.',
      ...pages.filter(([name]) => services.includes(name)).map(([, page]) => `  ${page}`),
    ].join('\n'),
  );
  const watch = services.includes('grafana') ? ', and watch the dashboard "Sync or async"' : '';
  say(`Next: make bench PRESET=quick${watch}. make down removes the lab; images and results stay.`);
}

/** Removes the lab, its measured data in Prometheus included; results stay. */
export async function labDown({ say }: Pick<Stage, 'say'>): Promise<void> {
  const problem = await engineProblem();
  if (problem !== null)
    throw new BenchError('BENCH_PREFLIGHT_RUNTIME', `the lab cannot be taken down: ${problem}.`);
  const unlock = lockLab(readEnvironment());
  try {
    await remove();
  } finally {
    unlock();
  }
  say('The lab is down. Results are kept.');
}
