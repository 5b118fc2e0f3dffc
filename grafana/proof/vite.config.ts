import { join } from 'node:path';
import { defineConfig } from 'vite';

/** One script and one style sheet for `index.html`, which is opened as a file: that may load no modules. */
export default defineConfig({
  define: { 'process.env.NODE_ENV': '"production"' },
  resolve: { alias: { 'monaco-editor': join(import.meta.dirname, 'src/no-editor.ts') } },
  build: {
    target: 'es2023',
    minify: false,
    lib: {
      entry: join(import.meta.dirname, 'src/main.tsx'),
      formats: ['iife'],
      name: 'headroomProof',
      fileName: () => 'main.js',
      cssFileName: 'main',
    },
  },
});
