import { on, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HeldUpstream {
  readonly url: string;
  /** The next call, once it is there: what it resolves with answers it. */
  nextCall(): Promise<() => void>;
  stop(): void;
}

/**
 * An upstream that answers when the test says so: until then `/http/sync` blocks the loop and `/http/async` waits,
 * on a machine of any speed.
 */
export async function startHeldUpstream(): Promise<HeldUpstream> {
  const server = createServer();
  const calls = on(server, 'request');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async nextCall() {
      const { value } = await calls.next();
      const [, response] = value as [IncomingMessage, ServerResponse];
      return () => response.end(JSON.stringify({ filler: 'x'.repeat(1024) }));
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
