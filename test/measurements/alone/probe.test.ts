import { expect, it } from 'vitest';
import { testLab } from '../../support/lab.ts';
import { expectKind } from '../../support/probe-kind.ts';
import { resultIn } from '../../support/probe-result.ts';
import { startProbeServer } from '../../support/probe-server.ts';

it('of cpu.mjs: cpu-bound of 1', () => expectKind('cpu.mjs', 'cpu-bound', 1));

it('holds no connection of its own beside the users', async () => {
  const lab = await testLab();
  const { origin, stop } = await startProbeServer('one-thread-a-connection.py');
  const ended = await lab.run([...['probe', origin, '--duration', '2s', '--users-max', '2', '--json', '-']]);
  await stop();
  expect(ended.exitCode, ended.stderr).toBe(0);
  const [one, two] = resultIn(ended.stdout).levels;
  expect((two?.throughputRps ?? 0) / (one?.throughputRps ?? 0)).toBeGreaterThan(1.8);
});
