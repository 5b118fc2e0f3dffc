import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { Duplex } from 'node:stream';
import { z } from 'zod';
import { spawnWatched } from '../../native/watchdog/spawn-watched.ts';
import type { Usage } from '../../runtime.ts';
import { composeEnvironment } from '../docker.ts';
import type { UsageMeter } from './usage-meter.ts';

/**
 * What a container uses by its engine's own statistics, which come once a second over one connection. The command line
 * makes that connection, as it alone knows the way to the engine (a context, a socket, SSH).
 */
export function engineStatistics(id: string): UsageMeter {
  let newest: Usage | null = null;
  const { child } = spawnWatched('docker', ['system', 'dial-stdio'], {
    env: composeEnvironment({}),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const close = () => {
    asking?.destroy();
    child.kill();
  };
  child.once('error', close);
  const { stdin, stdout } = child;
  const asking =
    stdin && stdout
      ? request({
          path: `/containers/${id}/stats`,
          headers: { host: 'docker' },
          createConnection: () => Duplex.from({ readable: stdout, writable: stdin }),
        })
      : null;
  // Without statistics there is nothing to tell: the newest stay null.
  asking?.on('error', () => undefined);
  asking?.on('response', (answer) => {
    answer.on('error', () => undefined);
    createInterface({ input: answer })
      .on('line', (line) => {
        newest = usageIn(line) ?? newest;
      })
      .on('error', () => undefined);
  });
  asking?.end();
  return { read: () => newest, close };
}

const schema = z.object({
  cpu_stats: z.object({
    cpu_usage: z.object({ total_usage: z.number() }),
    throttling_data: z.object({ throttled_time: z.number().nullish() }).nullish(),
  }),
  memory_stats: z.object({
    usage: z.number().positive(),
    stats: z
      .object({ inactive_file: z.number().nullish(), total_inactive_file: z.number().nullish() })
      .nullish(),
  }),
});

/** What one line of an engine's statistics says; null where it holds none, as of a container that has ended. */
export function usageIn(line: string): Usage | null {
  try {
    const { cpu_stats: cpu, memory_stats: memory } = schema.parse(JSON.parse(line));
    // As `docker stats` counts: what the kernel can drop at any time is nobody's.
    const droppable = memory.stats?.total_inactive_file ?? memory.stats?.inactive_file ?? 0;
    const throttled = cpu.throttling_data?.throttled_time ?? null;
    return {
      cpuSeconds: cpu.cpu_usage.total_usage / 1e9,
      residentBytes: Math.max(0, memory.usage - droppable),
      throttledSeconds: throttled === null ? null : throttled / 1e9,
    };
  } catch {
    return null;
  }
}
