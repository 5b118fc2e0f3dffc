import { mkdtempSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker } from './container-lab.ts';

/** A way to this machine's engine that can be cut, as the engine itself is not the test's to stop. */
export interface EngineProxy {
  /** For commands that are to go this way. */
  readonly variables: { readonly DOCKER_HOST: string };
  /** Ends all connections, and takes no more. */
  stop(): void;
  start(): Promise<void>;
}

/** The engine behind a socket of its own, which is open when this resolves. Throws where it is not at a Unix socket. */
export async function engineProxy(): Promise<EngineProxy> {
  const address = docker('context', 'inspect', '--format', '{{.Endpoints.docker.Host}}');
  if (!address.startsWith('unix://')) throw new Error(`the engine is at ${address}, expected a Unix socket`);
  const engine = address.slice('unix://'.length);
  const path = join(mkdtempSync(join(tmpdir(), 'headroom-engine-')), 'docker.sock');
  const sockets = new Set<Socket>();
  let server: Server;
  const relay = (client: Socket) => {
    const upstream = connect({ path: engine, allowHalfOpen: true });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    client.pipe(upstream).pipe(client);
  };
  const start = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server = createServer({ allowHalfOpen: true }, relay);
      server.once('error', reject).listen(path, resolve);
    });
  await start();
  return {
    variables: { DOCKER_HOST: `unix://${path}` },
    start,
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
