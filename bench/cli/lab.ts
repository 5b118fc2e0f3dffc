import { readEnvironment } from '../config/environment.ts';
import { checkPorts } from '../doctor/check-ports.ts';
import type { Stage } from '../main.ts';
import { demandCompose } from '../prepare/choose-runtime.ts';
import { containerPorts, refuseFatal } from '../prepare/preflight.ts';
import { remove, runningServices, up } from '../runtime/compose/stack.ts';
import { subjectServices } from '../runtime/compose/subject-container.ts';

/** Starts the lab in containers. @throws BenchError BENCH_PREFLIGHT_* */
export async function labUp({ say, signal }: Pick<Stage, 'say' | 'signal'>): Promise<void> {
  const environment = readEnvironment();
  const subjects = [subjectServices.nest];
  await demandCompose(subjects, { say, signal });
  refuseFatal(await checkPorts(containerPorts(environment, subjects, await runningServices())));
  await up();
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
  say('Next: make bench PRESET=quick, and watch the dashboard "Sync or async". make down removes it all.');
}

/** Removes the lab, its measured data in Prometheus included; results stay. */
export async function labDown({ say }: Pick<Stage, 'say'>): Promise<void> {
  await remove();
  say('The lab is down. Results are kept.');
}
