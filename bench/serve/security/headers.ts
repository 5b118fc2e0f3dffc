import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

const own = ["'self'"];
const none = ["'none'"];

/** The headers of every answer. Whatever is not told otherwise is not to be kept by anybody. */
export async function addHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': none,
        'script-src': own,
        'style-src': own,
        'connect-src': own,
        'img-src': [...own, 'data:'],
        'font-src': own,
        'base-uri': none,
        'form-action': none,
        'frame-ancestors': none,
      },
    },
    // The page is plain HTTP: a browser that were told otherwise would not come back.
    strictTransportSecurity: false,
    // A report is an origin of its own already, and browsers warn where not every page asks for the same.
    originAgentCluster: false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
}
