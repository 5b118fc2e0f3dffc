import type { Server } from 'node:http';

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

/** Runs `close`, which waits for all connections to end, and ends those that have nothing left to answer. */
export async function drain(server: Server, close: () => Promise<void>): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  const limit = setTimeout(() => server.closeAllConnections(), drainLimitSeconds * 1000);
  try {
    await close();
  } finally {
    clearInterval(sweep);
    clearTimeout(limit);
  }
}
