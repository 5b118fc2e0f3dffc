import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Whatever lies there has the hash of its content in its name. */
const hashed = /\/assets\/[^/]+$/;

/** The built page. Its files are listed once, so that no address of a request becomes a path. */
export async function addStaticPage(app: FastifyInstance, uiFolder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: uiFolder,
    wildcard: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders(reply, path) {
      const keep = hashed.test(path) ? 'private, max-age=31536000, immutable' : 'no-cache';
      reply.header('cache-control', keep);
    },
  });
}
