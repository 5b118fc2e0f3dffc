import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{bench,contract,grafana,k6,services,ui}/**/*.{test,spec}.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', 'services/*/test/**'],
        },
      },
      {
        test: {
          name: 'smoke',
          include: ['test/smoke/**/*.test.ts'],
          globalSetup: ['test/support/get-k6.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'processes',
          include: ['test/**/*.test.ts', 'services/*/test/**/*.test.ts'],
          exclude: ['test/smoke/**', 'test/containers/**', 'test/browser/**'],
          globalSetup: ['test/support/get-k6.ts', 'services/api/test/build.ts'],
          // They hold the lab's ports and CPUs, so they take turns.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'containers',
          include: ['test/containers/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 600_000,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['bench/**/*.ts'],
      exclude: [
        'bench/benchmarks/**',
        '**/*.test.ts',
        'bench/**/fixtures/**',
        'bench/runtime/fake/**',
        'bench/cli/headroom.ts',
      ],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 90 },
    },
  },
});
