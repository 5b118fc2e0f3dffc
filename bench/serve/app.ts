import { randomBytes } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import type { Lab } from '@headroom/contract/live.ts';
import { type FastifyInstance, fastify } from 'fastify';
import type { Conductor } from './conductor.ts';
import { addControlRoutes } from './control-routes.ts';
import { addEventStream } from './event-stream.ts';
import { addProblems, Refusal, refuseConnection, refuseEarly } from './problems.ts';
import { acceptJsonOnly } from './read-body.ts';
import { addRunsRoutes } from './runs-routes.ts';
import { addAccess } from './security/access.ts';
import { attempts } from './security/attempts.ts';
import { addHeaders } from './security/headers.ts';
import { type Limits, usualLimits } from './security/limits.ts';
import { addOwnHostOnly, addOwnPageOnly } from './security/own-page.ts';
import type { ServerAddress } from './security/server-address.ts';
import { addStaticPage } from './static-page.ts';

/** What the live page is served with. */
export interface LiveParts {
  readonly conductor: Conductor;
  /** What can be asked for, as it is now; the token is the server's. */
  lab(): Omit<Lab, 'token'>;
  /** The results folder. */
  readonly out: string;
  /** The built page. */
  readonly uiFolder: string;
  /** Where it is going to listen; port 0 stands for the one that it then gets. */
  readonly address: ServerAddress;
  /** Without it nobody gets in; null lets everybody in who can reach the address. */
  readonly token: string | null;
  /** Unix seconds. */
  now(): number;
  readonly limits?: Limits;
}

/** The live page and its API as a server that does not listen yet. Closing it ends its streams, but no run. */
export async function liveApp(parts: LiveParts): Promise<FastifyInstance> {
  const { limits = usualLimits } = parts;
  const pageToken = randomBytes(32).toString('base64url');
  const app = bareServer(limits);
  // In the order in which a request goes through them.
  await addHeaders(app);
  addOwnHostOnly(app, () => addressOf(app, parts.address));
  if (parts.token !== null) await addAccess(app, parts.token, attempts(limits.wrongTokens, parts.now));
  addOwnPageOnly(app, pageToken);
  await addRequestLimit(app, limits);
  addProblems(app);
  acceptJsonOnly(app);
  addControlRoutes(app, parts.conductor, () => ({ ...parts.lab(), token: pageToken }));
  addEventStream(app, parts.conductor.events, limits);
  addRunsRoutes(app, parts.conductor, parts.out, limits);
  await addStaticPage(app, parts.uiFolder);
  return app;
}

function bareServer(limits: Limits): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestSeconds * 1000,
    keepAliveTimeout: limits.idleSeconds * 1000,
    http: {
      headersTimeout: limits.headerSeconds * 1000,
      connectionsCheckingInterval: (limits.headerSeconds * 1000) / 4,
    },
    // What is open when the server ends is a stream, or an answer that nobody waits for any more.
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    // As long as a name of a folder may be, each byte of it written as three.
    routerOptions: { maxParamLength: 3 * 255 },
    frameworkErrors: refuseEarly,
    clientErrorHandler: refuseConnection,
  });
  app.server.maxConnections = limits.connections;
  return app;
}

function addressOf({ server }: FastifyInstance, { host, port }: ServerAddress): ServerAddress {
  const bound = server.address();
  return { host, port: typeof bound === 'object' && bound !== null ? bound.port : port };
}

async function addRequestLimit(app: FastifyInstance, { requests }: Limits): Promise<void> {
  await app.register(rateLimit, {
    max: requests.most,
    timeWindow: requests.perSeconds * 1000,
    errorResponseBuilder: (_request, { after }) =>
      new Refusal(429, 'BENCH_SERVE_REFUSED', `There were too many requests: try again in ${after}.`),
  });
}
