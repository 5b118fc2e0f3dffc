import { expandCpus } from '../../config/cpu-list.ts';
import type { Others } from '../runtime.ts';
import { containerCpuSeconds, type EngineContainer } from './container-cpu.ts';
import { docker } from './docker.ts';

/** For people, by the services of docker-compose.yml. */
const namesOfServices: Readonly<Record<string, string>> = {
  prometheus: 'Prometheus',
  grafana: 'Grafana',
  postgres: 'PostgreSQL',
  valkey: 'Valkey',
  upstream: 'the upstream',
};

/**
 * The lab's containers that run now and may use some of these CPUs, but for subjects and generators; null where the engine
 * does not tell.
 * @param project as Compose calls the lab
 */
export async function othersOn(cpus: readonly number[], project: string): Promise<Others | null> {
  const label = `label=com.docker.compose.project=${project}`;
  const running = await docker(['ps', '--quiet', '--no-trunc', '--filter', label]);
  const ids = running.stdout.split('\n').filter(Boolean);
  const format =
    '{{.Id}} {{.State.Pid}} {{index .Config.Labels "com.docker.compose.service"}} {{.HostConfig.CpusetCpus}}';
  const inspected = ids.length === 0 ? running : await docker(['inspect', '--format', format, ...ids]);
  if (!inspected.ok) return null;
  const containers = inspected.stdout.split('\n').flatMap((line): (EngineContainer & { name: string })[] => {
    const [id = '', pid, service = '', cpuset = ''] = line.split(' ');
    const name = namesOfServices[service];
    const shares = cpuset === '' || expandCpus(cpuset).some((cpu) => cpus.includes(cpu));
    return name !== undefined && shares ? [{ id, pid: Number(pid), name }] : [];
  });
  return { names: containers.map(({ name }) => name).sort(), cpuSeconds: () => sumOf(containers) };
}

/** Null where it is not known of one of them. */
function sumOf(containers: readonly EngineContainer[]): number | null {
  const each = containers.map((container) => containerCpuSeconds(container));
  return each.reduce((sum: number | null, one) => (sum === null || one === null ? null : sum + one), 0);
}
