import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { findingSchema } from '@headroom/contract/manifest.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkMachine, machineFacts } from './check-machine.ts';

describe('the checks on this machine', () => {
  let server: Server;
  let port: number;
  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterEach(() => {
    server.close();
  });
  const check = () =>
    checkMachine({
      ports: [{ port, variable: 'API_PORT' }],
      out: tmpdir(),
      highestVus: 10,
      longestThinkSeconds: 0.2,
      allowedCpus: 2,
      observersOnSubject: [],
      tuning: { variables: {}, reaches: [] },
      engine: null,
    });

  it.runIf(process.platform === 'linux')('name who holds a port: here, this very process', async () => {
    const ports = (await check()).filter((finding) => finding.check === 'ports');
    expect(ports).toMatchObject([
      { severity: 'fatal', message: expect.stringContaining(`Port ${port} is taken by `) },
    ]);
    expect(ports[0]?.message).toContain(`(process ${process.pid})`);
    expect(ports[0]?.advice).toContain('API_PORT');
  });

  it('look at everything, in one order', async () => {
    server.close();
    await once(server, 'close');
    const findings = await check();
    for (const finding of findings) expect(findingSchema.parse(finding)).toEqual(finding);
    expect(findings[0]).toMatchObject({ check: 'ports', severity: 'ok', message: `${port} is free` });
    expect(findings.map((finding) => finding.check).filter((name) => name !== 'turbo')).toEqual([
      'ports',
      'cpus',
      'load',
      'frequency',
      'memory',
      'results',
      'disk',
      'open files',
    ]);
  });
});

it('the facts of this machine are whole', () => {
  const facts = machineFacts();
  expect(facts).toMatchObject({ platform: process.platform, architecture: process.arch });
  expect(facts.cpuModel).not.toBe('');
  expect(facts.cpus).toBeGreaterThan(0);
  expect(facts.memoryBytes).toBeGreaterThan(0);
});
