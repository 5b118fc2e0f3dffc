import { probeSchema } from '@headroom/contract/probe.ts';
import { describe, expect, it } from 'vitest';
import { testLab } from '../support/lab.ts';
import { expectKind } from '../support/probe-kind.ts';
import { startProbeServer } from '../support/probe-server.ts';

// Servers that need a CPU, of their own or because of how many users it takes to see their kind.
describe('a probe of', () => {
  it.each([
    ['threads.py', 'pool', 40],
    ['unlimited.mjs', 'scales', null],
    ['cpu.mjs', 'cpu-bound', 1],
  ] as const)('%s: %s of %s', expectKind);
});

it('holds no connection of its own beside the users', async () => {
  const lab = await testLab();
  const { origin, stop } = await startProbeServer('one-thread-a-connection.py');
  const ended = await lab.run([...['probe', origin, '--duration', '2s', '--users-max', '2', '--json', '-']]);
  await stop();
  expect(ended.exitCode, ended.stderr).toBe(0);
  const [one, two] = probeSchema.parse(JSON.parse(ended.stdout)).levels;
  expect((two?.throughputRps ?? 0) / (one?.throughputRps ?? 0)).toBeGreaterThan(1.8);
});
