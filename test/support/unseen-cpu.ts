import { containerCpuSeconds, type EngineContainer } from '../../bench/runtime/compose/container-cpu.ts';
import { processTreeUsage } from '../../bench/runtime/native/process-tree.ts';
import { docker, until } from './container-lab.ts';

/** A container that runs, by its name or the beginning of its number. */
export function engineContainer(name: string): EngineContainer {
  const [id = '', pid] = docker('inspect', '--format', '{{.Id}} {{.State.Pid}}', name).split(' ');
  return { id, pid: Number(pid) };
}

/**
 * Which share of one CPU a container uses beyond what its own processes do, over so many seconds: what is started in it from
 * outside. Null where the engine runs on another kernel.
 */
export async function unseenCpuShare(container: EngineContainer, seconds: number): Promise<number | null> {
  const look = () => {
    const [whole, seen] = [containerCpuSeconds(container), processTreeUsage(container.pid)];
    return whole === null || seen === null
      ? null
      : { at: performance.now() / 1000, unseen: whole - seen.cpuSeconds };
  };
  const before = look();
  if (before === null) return null;
  await until(
    async () => performance.now() / 1000 - before.at,
    (passed) => passed >= seconds,
  );
  const after = look();
  return after === null ? null : (after.unseen - before.unseen) / (after.at - before.at);
}
