import { problemSchema } from '@headroom/contract/live.ts';
import { tokenHeader } from '@headroom/contract/live-routes.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aStart, host, type LiveServer, liveServer } from '../fixtures/live-server.ts';
import { usualLimits } from './limits.ts';

let server: LiveServer;
afterEach(() => server.app.close());

const codeOf = (answer: { body: string }) => problemSchema.parse(JSON.parse(answer.body)).code;

describe('who may ask', () => {
  it.each(['evil.example:8089', '127.0.0.1:1', 'localhost', ''])('not a page at %j', async (other) => {
    server = await liveServer();
    for (const url of ['/', '/api/lab', '/api/events', '/nowhere', '/runs/latest/report.html']) {
      const answer = await server.raw({ url, headers: { host: other } });
      expect([url, answer.statusCode, codeOf(answer)]).toEqual([url, 403, 'BENCH_SERVE_REFUSED']);
    }
  });

  it.each([
    [{ origin: 'http://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://localhost:8089' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }, 403],
    [{ 'sec-fetch-site': 'none' }, 200],
    [{ 'sec-fetch-site': 'same-origin', origin: `http://${host}` }, 200],
    [{}, 200],
  ])('data for %j: %i', async (headers, status) => {
    server = await liveServer();
    for (const url of ['/api/lab', '/%61pi/lab', '/api/runs']) {
      expect([url, (await server.raw({ url, headers })).statusCode]).toEqual([url, status]);
    }
  });

  it.each([
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }, 200],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }, 403],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }, 403],
    [{}, 200],
  ])('the page for %j: %i', async (headers, status) => {
    server = await liveServer();
    expect((await server.raw({ url: '/', headers })).statusCode).toBe(status);
  });
});

describe('who may change something', () => {
  const changes = [
    ['POST', '/api/runs', aStart],
    ['POST', '/api/estimate', aStart],
    ['POST', '/api/runs/current/users', { users: 3 }],
    ['POST', '/api/runs/current/stop', undefined],
    ['POST', '/api/runs/20260101-000000-article/resume', undefined],
    ['DELETE', '/api/runs/20260101-000000-article', undefined],
  ] as const;

  it.each([
    ['no origin', { origin: undefined }],
    ['the origin of another site', { origin: 'http://evil.example' }],
    ['no origin of its own', { origin: 'null' }],
    ['another name of this machine', { origin: 'http://localhost:8089' }],
    ['HTTPS', { origin: `https://${host}` }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port', { 'sec-fetch-site': 'same-site' }],
    ['the line of addresses', { 'sec-fetch-site': 'none' }],
    ['no token', { [tokenHeader]: undefined }],
    ['an empty token', { [tokenHeader]: '' }],
    ['a wrong token', { [tokenHeader]: 'x'.repeat(43) }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', { 'content-type': 'text/plain' }],
    ['something like JSON', { 'content-type': 'application/jsonp' }],
  ])('not %s', async (_what, headers) => {
    server = await liveServer();
    for (const [method, url, body] of changes) {
      const answer = await server.ask(method, url, body, headers);
      expect([url, answer.statusCode, codeOf(answer)]).toEqual([url, 403, 'BENCH_SERVE_REFUSED']);
    }
    expect(server.conductor.asked).toEqual([]);
  });

  it('not a body of no kind', async () => {
    server = await liveServer();
    const answer = await server.ask('POST', '/api/runs', JSON.stringify(aStart), {
      'content-type': undefined,
    });
    expect(answer.statusCode).toBe(403);
  });

  it('the page, whose browser may say nothing of sites', async () => {
    server = await liveServer();
    const headers = { 'sec-fetch-site': undefined, 'content-type': 'application/json; charset=utf-8' };
    expect((await server.ask('POST', '/api/runs', aStart, headers)).statusCode).toBe(202);
  });

  it('has another token with every server', async () => {
    server = await liveServer();
    const other = await liveServer();
    const [one, two] = [await server.ask('GET', '/api/lab'), await other.ask('GET', '/api/lab')];
    expect(one.json().token).not.toBe(two.json().token);
    await other.app.close();
  });
});

describe('every answer', () => {
  it('lets the page do nothing but what it is for', async () => {
    server = await liveServer();
    for (const url of ['/', '/api/lab', '/nowhere']) {
      const { headers } = await server.ask('GET', url);
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'none';script-src 'self';style-src 'self';connect-src 'self';img-src 'self' data:;font-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers).not.toHaveProperty('strict-transport-security');
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it('of data is kept by nobody', async () => {
    server = await liveServer();
    for (const url of ['/api/lab', '/api/runs', '/nowhere']) {
      expect((await server.ask('GET', url)).headers['cache-control']).toBe('no-store');
    }
  });
});

describe('the limit of requests', () => {
  // It is so many a time, and none passes while they are asked for.
  beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => vi.useRealTimers());

  it('is for one address, on what is there and what is not, and tells when it is over', async () => {
    server = await liveServer();
    const ask = (url: string, remoteAddress = '10.0.0.1') => server.raw({ url, remoteAddress });
    for (let i = 0; i < usualLimits.requests.most; i++) await ask('/nowhere');
    const refused = await ask('/nowhere');
    expect([refused.statusCode, codeOf(refused)]).toEqual([429, 'BENCH_SERVE_REFUSED']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask('/nowhere', '10.0.0.2')).statusCode).toBe(404);
    for (let i = 0; i <= usualLimits.requests.most; i++) await ask('/api/lab');
    expect((await ask('/api/lab')).statusCode).toBe(429);
    expect((await ask('/api/lab', '10.0.0.2')).statusCode).toBe(200);
  });
});
