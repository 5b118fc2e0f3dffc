import { createHmac, randomBytes } from 'node:crypto';
import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../problems.ts';
import type { Attempts } from './attempts.ts';
import { isSameText } from './same-text.ts';

/**
 * Lets in whoever has the access token: as `?token=` of the first page, which is turned into a session, or with every
 * request as `Authorization: Bearer`. The session's value is not the token, so that whoever sees a cookie cannot log
 * in elsewhere or after the server has begun anew.
 */
export async function addAccess(app: FastifyInstance, token: string, wrong: Attempts): Promise<void> {
  const session = createHmac('sha256', randomBytes(32)).update(token).digest('base64url');
  await app.register(cookie);
  app.addHook('onRequest', async (request, reply) => {
    const given = tokenOfLink(request);
    if (given !== null) {
      demandRight(given, token, request, reply, wrong);
      return openSession(request, reply, session);
    }
    const own = request.cookies[cookieOf(request)];
    if (own !== undefined && isSameText(own, session)) return;
    const [, bearer] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (bearer === undefined) throw unknownTo(reply);
    demandRight(bearer, token, request, reply, wrong);
  });
}

function tokenOfLink({ method, url, query }: FastifyRequest): string | null {
  if (method !== 'GET' || !url.startsWith('/?')) return null;
  const { token } = query as Record<string, unknown>;
  return token === undefined ? null : String(token);
}

/** Cookies do not know of ports: two labs of one machine must not overwrite each other's. */
const cookieOf = ({ socket }: FastifyRequest): string => `headroom-session-${socket.localPort ?? 0}`;

function openSession(request: FastifyRequest, reply: FastifyReply, session: string): FastifyReply {
  reply.setCookie(cookieOf(request), session, { path: '/', httpOnly: true, sameSite: 'strict' });
  return reply.redirect('/', 303);
}

function demandRight(
  given: string,
  token: string,
  { ip }: FastifyRequest,
  reply: FastifyReply,
  wrong: Attempts,
): void {
  // Before it is looked at: a right guess among too many is not to be known from a wrong one.
  if (wrong.isExhausted(ip)) {
    throw new Refusal(429, 'BENCH_SERVE_REFUSED', 'There were too many wrong tokens: try again in a minute.');
  }
  if (isSameText(given, token)) return;
  wrong.fail(ip);
  throw unknownTo(reply);
}

function unknownTo(reply: FastifyReply): Refusal {
  reply.header('www-authenticate', 'Bearer');
  return new Refusal(
    401,
    'BENCH_SERVE_REFUSED',
    'This page is open to whoever has its token: open the link that headroom serve printed, token included.',
  );
}
