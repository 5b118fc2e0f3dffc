// headroom run --config examples/express/headroom.config.ts --subject express
import { defineConfig } from '@headroom/bench';

const login = {
  workload: 'login',
  expectedBody: '{"key":"a9c08fc07188de59cad706461f2b764f"}',
  takes: '20ms',
};

export default defineConfig({
  duration: '10s',
  subjects: {
    express: {
      command: ['node', 'examples/express/server.mjs'],
      port: 8100,
      bystander: '/ping',
      endpoints: {
        '/login/sync': { ...login, strategy: 'sync' },
        // Node's own threads derive the key, and the event loop is free meanwhile.
        '/login/async': { ...login, strategy: 'async' },
      },
    },
  },
});
