import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';

interface Connections {
  /** All there have been. */
  readonly connections: number;
  readonly open: number;
}

export interface TestUpstream {
  readonly port: number;
  readonly url: string;
  /** From now on answers every request as if `path` had been asked for; `null` ends that. */
  detour(path: string | null): Promise<Connections>;
  stop(): Promise<unknown>;
}

/** Starts the upstream on a port, or on a free one. */
export async function startTestUpstream(wanted?: number): Promise<TestUpstream> {
  const port = wanted ?? (await freePort());
  const thread = new Worker(new URL('./upstream-server.ts', import.meta.url), { workerData: port });
  await once(thread, 'message');
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async detour(path) {
      thread.postMessage(path);
      const [connections] = await once(thread, 'message');
      return connections;
    },
    stop: () => thread.terminate(),
  };
}
