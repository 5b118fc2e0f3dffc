import type { Environment } from '../config/environment.ts';
import { composeRuntime } from '../runtime/compose/compose-runtime.ts';
import { docker } from '../runtime/compose/docker.ts';
import { demandIdle, down, runningServices, up } from '../runtime/compose/stack.ts';
import { servicesOf, subjectContainers } from '../runtime/compose/subject-container.ts';
import type { Announcer, Lab, Order } from './lab.ts';
import { containerPorts, needsOf, preflight } from './preflight.ts';

/**
 * The containers of docker-compose.yml. What was up before the run stays up after it; what the run started is
 * removed, unless it was asked to keep it.
 * @throws BenchError BENCH_PREFLIGHT_*
 */
export async function composeLab(order: Order, environment: Environment, announcer: Announcer): Promise<Lab> {
  await demandIdle();
  const before = await runningServices();
  const ports = containerPorts(environment, servicesOf(order.plan), before);
  const findings = await preflight({ ...needsOf(order, environment), ports }, announcer);
  announcer.say('Starting the lab ...');
  await up();
  const hasGrafana = (await runningServices()).includes('grafana');
  const stays = before.includes('prometheus') || order.keepUp;
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
  return {
    runtime: composeRuntime(
      subjectContainers(order.subjects, environment),
      environment,
      environment.GENERATOR_CPUS.length,
      stays ? up : down,
    ),
    facts: {
      cpus: { subject: environment.SUBJECT_CPUS, generator: environment.GENERATOR_CPUS },
      findings,
      grafanaUrl: hasGrafana ? `http://127.0.0.1:${environment.GRAFANA_PORT}` : null,
      k6: /v\d+\.\d+\.\d+/.exec(version.stdout)?.[0] ?? 'unknown',
    },
  };
}
