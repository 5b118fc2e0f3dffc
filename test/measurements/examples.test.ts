import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { expect, it } from 'vitest';
import expressExample from '../../examples/express/headroom.config.ts';
import { testLab } from '../support/lab.ts';

const express = expressExample.subjects?.express;

it('the examples are compared, and pass a gate', async () => {
  const lab = await testLab();
  const port = await freePort();
  const measure = async (change: object) => {
    const config = lab.configure({
      baselines: false,
      subjects: { express: { ...express, ...change, port } },
    });
    const what = ['--subject', 'express', '--endpoint', '/login/async', '--vus', '5', '--repeats', '6'];
    const ended = await lab.run(['run', ...config, ...what, '--duration', '3s', '--warmup', '0s']);
    expect(ended.exitCode, ended.stderr).toBe(0);
    return lab.report().runId;
  };
  const base = await measure({});
  const head = await measure({ environment: { NODE_ENV: 'production' } });
  const { exitCode, stdout, stderr } = await lab.run(['compare', base, head, '--gate', 'throughput:-50%']);
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain('The gate passed');
  expect(stdout).toMatch(/express\.environment.*production/);
});
