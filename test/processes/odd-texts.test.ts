import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { copyCheckout } from '../support/copy-checkout.ts';
import { cellOf, fixture, type TestLab, testLab } from '../support/lab.ts';

/** Signs that mean something in URLs, in the shell, in Compose files, in lists of folders or in lists of values. */
const oddName = `a b+c%20%zz&d#e,'f"$g;h=i?j:k[l]`;
/** Node.js does not load all modules from below such folders. */
const unfit = ['m\\n', 'm*n'] as const;
const short = ['--vus', '1', '--duration', '2s', '--warmup', '0s'];

let lab: TestLab;
afterEach(() => {
  expect(lab.leftovers()).toEqual([]);
});

it('folders of any name are no more than folders: of the checkout, of results and of what is temporary', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'headroom-test-'));
  const checkout = join(parent, oddName);
  const folder = join(checkout, 'm*n');
  const temporary = join(folder, 'm\\n');
  copyCheckout(checkout);
  mkdirSync(temporary, { recursive: true });
  lab = await testLab({ TMPDIR: temporary }, { checkout, folder });
  const port = await freePort();
  const settings = lab.configure({
    subjects: {
      mine: {
        command: ['node', fixture('odd-services/echo.mjs'), oddName],
        folder,
        environment: { ODD: oddName },
        port,
        ready: '/',
        endpoints: { '/': { workload: 'echo', strategy: 'async' } },
      },
    },
  });
  const asked = ['--subject', 'mine,nest', '--endpoint', '/,/noop/async,/hash/pool'];
  const { exitCode, stderr } = await lab.run(['run', ...settings, ...asked, ...short]);
  expect(exitCode, stderr).toBe(0);

  const records = lab.records();
  expect(records).toHaveLength(3);
  for (const record of records) {
    expect(record).toMatchObject({ state: 'measured', failedRequests: 0 });
    expect(record.state === 'measured' && record.series.length).toBeGreaterThan(0);
  }
  expect(readdirSync(parent)).toEqual([oddName]);
  expect(readdirSync(folder).sort()).toEqual(['m\\n', 'results', 'test.config.ts']);
});

it.each(unfit)(
  'a checkout in %j, from which Node.js does not load all, is refused in one line',
  async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'headroom-test-'));
    const checkout = join(folder, name);
    copyCheckout(checkout);
    lab = await testLab({}, { checkout, folder });
    const { exitCode, stderr } = await lab.run(['runs']);
    expect(exitCode).toBe(3);
    expect(stderr.trim()).toMatch(/^headroom: this checkout is in .*m.n.*without backslashes.*\.$/);
  },
);

/** Those that take most room in JSON and in UTF-8. */
const dearest = ['\u0001', '漢'];

describe('the largest bodies', () => {
  it.each(dearest)('of a probe reach the service: %j', async (sign) => {
    lab = await testLab();
    const body = sign.repeat(65_536 / Buffer.byteLength(sign));
    const file = join(mkdtempSync(join(tmpdir(), 'headroom-test-')), 'body.txt');
    writeFileSync(file, body);
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      response.writeHead(Buffer.concat(chunks).toString() === body ? 200 : 500).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const asked = ['probe', `http://127.0.0.1:${port}/`, '-X', 'POST', '--body-file', file];
      const ended = await lab.run([...asked, '--users-max', '1', '--duration', '1s', '--max-time', '10s']);
      expect(ended.exitCode, ended.stderr).toBe(0);
      expect(lab.report().cells).toMatchObject([{ failedRequests: 0 }]);
    } finally {
      server.close();
    }
  });

  it.each(dearest)('of a service of one’s own reach it: %j', async (sign) => {
    lab = await testLab();
    const body = sign.repeat(16_384 / sign.length);
    const echo = { workload: 'echo', strategy: 'async', method: 'POST', body, expectedBody: body + body };
    const settings = lab.configure({
      subjects: {
        mine: {
          command: ['node', fixture('odd-services/echo.mjs')],
          port: await freePort(),
          ready: '/',
          endpoints: { '/echo': { ...echo, contentType: 'text/plain' } },
        },
      },
    });
    const { exitCode, stderr } = await lab.run(['run', ...settings, '--subject', 'mine', ...short]);
    expect(exitCode, stderr).toBe(0);
    const cell = cellOf(lab.report(), '/echo', 1);
    expect(cell).toMatchObject({ failedRequests: 0 });
    expect(cell.warnings.map(({ code }) => code)).not.toContain('other-answer');
  });
});
