// headroom run --config examples/fastify/headroom.config.ts --subject fastify
import { defineConfig } from '@headroom/bench';

const quote = { workload: 'quote', expectedBody: '{"price":42}', takes: '20ms' };

const service = {
  metrics: '/metrics',
  bystander: '/ping',
  environment: { WAIT_MS: '20' },
  endpoints: {
    '/quote/sync': { ...quote, strategy: 'sync' },
    '/quote/async': { ...quote, strategy: 'async' },
    '/quote/post': {
      ...quote,
      // Another question, and so none that is set beside the other two.
      workload: 'quote-of-item',
      strategy: 'async',
      method: 'POST',
      path: '/quote',
      body: '{"item":"a book"}',
      expectedBody: '{"price":42,"item":"a book"}',
    },
  },
} as const;

export default defineConfig({
  duration: '10s',
  subjects: {
    fastify: { ...service, command: ['node', 'server.mjs'], folder: 'examples/fastify', port: 8110 },
    // docker build --tag headroom-example/fastify:1 examples/fastify
    'fastify-image': { ...service, image: 'headroom-example/fastify:1', port: 8111 },
  },
});
