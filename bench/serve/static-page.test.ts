import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LiveServer, liveServer } from './fixtures/live-server.ts';

let server: LiveServer;
beforeEach(async () => {
  server = await liveServer();
});
afterEach(() => server.app.close());

it('serves the page anew, and its hashed files for good', async () => {
  const page = await server.ask('GET', '/');
  expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.headers['cache-control']).toBe('no-cache');
  const script = await server.ask('GET', '/assets/page-abc.js');
  expect([script.statusCode, script.headers['content-type']]).toEqual([
    200,
    'application/javascript; charset=utf-8',
  ]);
  expect(script.headers['cache-control']).toContain('immutable');
});

it.each([
  '/../precious.txt',
  '/..%2fprecious.txt',
  '/%2e%2e%2fprecious.txt',
  '/%2e%2e/precious.txt',
  '/assets/../../precious.txt',
  '/assets/..%5c..%5cprecious.txt',
  '//etc/passwd',
  '/%2fetc%2fpasswd',
  '/file:///etc/passwd',
  '/.secret',
  '/assets',
  '/assets/',
  '/index.html%00.js',
  '/later',
])('serves nothing else: %s', async (url) => {
  symlinkSync(join(server.folder, 'precious.txt'), join(server.folder, 'dist', 'later'));
  const answer = await server.ask('GET', url);
  expect([400, 404]).toContain(answer.statusCode);
  expect(answer.body).not.toContain('beyond price');
  expect(answer.json().code).toMatch(/^BENCH_SERVE_/);
});
