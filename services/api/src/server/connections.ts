import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const sweepMs = 50;

/** In-flight requests get this long to be answered after a termination signal. */
const drainLimitSeconds = 10;

/** Connections that the kernel holds for a blocked loop; above Node's 511, still cut by `net.core.somaxconn`. */
export const listenBacklog = 1024;

/**
 * Lets connections be as old as they will. A loop that was blocked runs its timers before it reads its sockets,
 * so each of these limits would end connections on which a request has been waiting all along: with a reset
 * (keep-alive) or a 408 (headers, request).
 */
export function neverTimeOut(server: Server): void {
  server.keepAliveTimeout = 0;
  server.headersTimeout = 0;
  server.requestTimeout = 0;
}

/** The connections that are open, from now on. For `drain`. */
export function openConnections(server: Server): ReadonlySet<Socket> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return open;
}

/** Runs `close`, which waits for all connections to end, and ends those that have nothing left to answer. */
export async function drain(
  server: Server,
  open: ReadonlySet<Socket>,
  close: () => Promise<void>,
): Promise<void> {
  const sweep = setInterval(() => {
    server.closeIdleConnections();
    // One that has said nothing yet does not count as idle.
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  }, sweepMs);
  const limit = setTimeout(() => server.closeAllConnections(), drainLimitSeconds * 1000);
  try {
    await close();
  } finally {
    clearInterval(sweep);
    clearTimeout(limit);
  }
}
