import { defineConfig } from 'vitest/config';
import { seed } from './bench/fixtures/thoroughness.ts';

/** Ends what hangs. No test may come near it on any machine: what is slow is no failure. */
const untilItHangs = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 60_000 } },
};
/** What the fast tests have in common: files share the modules of their worker, and nothing is left behind. */
const fast = { ...untilItHangs, isolate: false, globalSetup: ['test/support/temporary-folder.ts'] };
/** One seed for all workers of a run. */
const seeded = { env: { HEADROOM_TEST_SEED: String(seed) }, setupFiles: ['test/support/seed-properties.ts'] };
/** Labs with real k6, which is had before them. */
const labs = { ...untilItHangs, globalSetup: [...fast.globalSetup, 'test/support/get-k6.ts'] };
const elsewhere = ['**/node_modules/**', '**/dist/**', 'services/*/test/**'];
const simulations = '**/*.simulation.test.ts';

export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...fast,
          ...seeded,
          name: 'unit',
          include: [
            '{bench,contract,grafana,k6,ui}/**/*.test.ts',
            'test/{repository,real-servers,grafana}/**/*.test.ts',
          ],
          exclude: [...elsewhere, simulations],
        },
      },
      {
        test: {
          ...fast,
          name: 'services',
          include: ['services/**/*.{test,spec}.ts'],
          exclude: elsewhere,
        },
      },
      {
        // What takes as long as its many cases take: bounded as a whole by `limit-suite.ts`.
        test: {
          ...fast,
          ...seeded,
          name: 'simulations',
          include: [simulations],
          exclude: elsewhere,
          testTimeout: 0,
          globalSetup: [...fast.globalSetup, 'test/support/limit-suite.ts'],
        },
      },
      {
        test: {
          ...fast,
          ...labs,
          name: 'smoke',
          include: ['test/smoke/**/*.test.ts'],
        },
      },
      {
        // Faults made on purpose, nearly all of them in this process.
        test: {
          ...fast,
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          // As Node itself loads them.
          server: { deps: { external: [/\.config\.[cm]?[jt]s$/] } },
          deps: { interopDefault: false },
        },
      },
      {
        // Labs on ports of their own, which mostly wait: several at a time.
        test: {
          ...labs,
          ...seeded,
          name: 'processes',
          include: ['test/processes/**/*.test.ts', 'services/*/test/**/*.test.ts'],
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // What many others at work would spoil. One mostly waits while the other computes.
        test: {
          ...labs,
          name: 'measurements',
          include: ['test/measurements/*.test.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // What measures a CPU.
        test: {
          ...labs,
          name: 'measurements-alone',
          include: ['test/measurements/alone/*.test.ts'],
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          ...untilItHangs,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: fast.globalSetup,
          sequence: { groupOrder: 4 },
        },
      },
      {
        test: {
          ...untilItHangs,
          // Where others keep the CPUs busy all containers together get the share of one program: a start takes a minute.
          testTimeout: 900_000,
          name: 'containers',
          include: ['test/containers/**/*.test.ts'],
          globalSetup: [...fast.globalSetup, 'test/support/start-shared-lab.ts'],
          hookTimeout: 600_000,
          maxWorkers: 1,
          sequence: { groupOrder: 5 },
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['bench/**/*.ts'],
      exclude: ['bench/benchmarks/**', '**/*.test.ts', 'bench/**/fixtures/**', 'bench/runtime/fake/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 90 },
    },
  },
});
