import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: {
    // The lab serves the page under a policy that allows neither inline scripts nor fonts or scripts as data.
    modulePreload: false,
    assetsInlineLimit: 0,
    target: 'es2022',
  },
  // For `vite` in development: the lab, or ui/fixtures/stand-in-server.ts, answers at its own port.
  server: { proxy: { '/api': 'http://127.0.0.1:8089', '/runs': 'http://127.0.0.1:8089' } },
});
