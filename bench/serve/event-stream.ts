import type { ServerResponse } from 'node:http';
import { liveRoutes } from '@headroom/contract/live-routes.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { EventLog } from './event-log.ts';
import { feed } from './feed.ts';
import { openStreams } from './open-streams.ts';
import { Refusal } from './problems.ts';
import type { Limits } from './security/limits.ts';

/** GET /api/events: what happens, as server-sent events. */
export function addEventStream(app: FastifyInstance, log: EventLog, limits: Limits): void {
  const places = openStreams(limits.streams);
  const open = new Set<ServerResponse>();

  app.get(liveRoutes.events, (request, reply) => {
    const free = places.take(request.ip);
    if (free === null) {
      reply.header('retry-after', '10');
      throw new Refusal(
        503,
        'BENCH_SERVE_REFUSED',
        'Too many pages follow this lab already: close one, and reload this.',
      );
    }
    const { raw } = reply;
    if (raw.destroyed) return free();
    raw.on('close', () => {
      open.delete(raw);
      free();
    });
    open.add(raw);
    reply.hijack();
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
    feed(raw, log, lastIdOf(request), {
      bufferBytes: limits.streamBufferBytes,
      pingSeconds: limits.pingSeconds,
    });
  });

  // Before the server waits for its answers to end: these do not by themselves.
  app.addHook('preClose', async () => {
    for (const raw of open) raw.end();
  });
}

/** The event that a page saw last before its connection broke; null where it says nothing that could be one. */
function lastIdOf({ headers }: FastifyRequest): number | null {
  const given = headers['last-event-id'];
  return typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : null;
}
