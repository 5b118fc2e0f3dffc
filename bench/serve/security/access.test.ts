import { problemSchema } from '@headroom/contract/live.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { aStart, type LiveServer, liveServer } from '../fixtures/live-server.ts';
import { accessToken } from './access-token.ts';
import { usualLimits } from './limits.ts';

const token = 'correct horse battery staple';
let server: LiveServer;
let seconds = 0;
afterEach(() => server.app.close());

async function start(): Promise<void> {
  server = await liveServer({ token, now: () => seconds });
}
const open = (given: string, remoteAddress = '10.0.0.1') =>
  server.raw({ url: `/?token=${encodeURIComponent(given)}`, remoteAddress });

describe('a page that takes a token', () => {
  it.each([
    ['GET', '/', {}],
    ['GET', '/assets/page-abc.js', {}],
    ['GET', '/api/lab', {}],
    ['GET', '/api/events', {}],
    ['GET', '/nowhere', {}],
    ['POST', '/api/runs', {}],
    ['GET', '/?token=', {}],
    ['GET', '/?token=wrong', {}],
    ['GET', `/?token=${token}&token=${token}`.replaceAll(' ', '%20'), {}],
    ['GET', `/api/lab?token=${token}`.replaceAll(' ', '%20'), {}],
    ['GET', '/', { authorization: 'Bearer wrong' }],
    ['GET', '/', { authorization: `Basic ${token}` }],
    ['GET', '/', { cookie: `headroom-session-0=${token}` }],
    ['GET', '/', { cookie: 'headroom-session-0=' }],
  ] as const)('refuses %s %s with %j', async (method, url, headers) => {
    await start();
    const answer = await server.raw({ method, url, headers });
    const problem = problemSchema.parse(answer.json());
    expect([answer.statusCode, problem.code]).toEqual([401, 'BENCH_SERVE_REFUSED']);
    expect(problem.message).toContain('open the link that headroom serve printed');
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  it('makes a session of the link, which is not the token, and lets that in', async () => {
    await start();
    const answer = await open(token);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/']);
    const [cookie] = answer.cookies;
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    expect(cookie?.value).not.toContain(token);
    const headers = { cookie: `${cookie?.name}=${cookie?.value}` };
    expect((await server.raw({ url: '/', headers })).statusCode).toBe(200);
    expect((await server.ask('POST', '/api/estimate', aStart, headers)).statusCode).toBe(200);
    const later = await liveServer({ token });
    expect((await later.raw({ url: '/', headers })).statusCode).toBe(401);
    await later.app.close();
  });

  it('lets programs in with every request, but not past the rules of the page', async () => {
    await start();
    const headers = { authorization: `Bearer ${token}` };
    expect((await server.raw({ url: '/api/lab', headers })).statusCode).toBe(200);
    expect(
      (await server.raw({ url: '/api/lab', headers: { ...headers, host: 'evil.example' } })).statusCode,
    ).toBe(403);
    expect((await server.raw({ method: 'POST', url: '/api/runs', headers })).statusCode).toBe(403);
  });

  it('is closed for a while to whoever guesses, but to nobody else and no session', async () => {
    await start();
    const session = (await open(token)).cookies[0];
    const { most, perSeconds } = usualLimits.wrongTokens;
    for (let i = 0; i < most; i++) expect((await open(`guess ${i}`)).statusCode).toBe(401);
    expect((await open('another guess')).statusCode).toBe(429);
    expect((await open(token)).statusCode).toBe(429);
    expect((await open(token, '10.0.0.2')).statusCode).toBe(303);
    const cookie = `${session?.name}=${session?.value}`;
    const known = await server.raw({ url: '/', remoteAddress: '10.0.0.1', headers: { cookie } });
    expect(known.statusCode).toBe(200);
    seconds += perSeconds;
    expect((await open(token)).statusCode).toBe(303);
  });
});

describe('the access token', () => {
  it('is needed where others can reach the page, and made where none is given', async () => {
    server = await liveServer();
    expect(accessToken('127.0.0.1', undefined)).toBeNull();
    expect(accessToken('127.0.0.1', token)).toBe(token);
    expect(accessToken('0.0.0.0', token)).toBe(token);
    expect(accessToken('0.0.0.0', undefined)).toMatch(/^[\w-]{32}$/);
    expect(accessToken('::', undefined)).not.toBe(accessToken('::', undefined));
  });

  it('is none that could be guessed, and is not said again', async () => {
    server = await liveServer();
    expect(() => accessToken('0.0.0.0', 'short')).toThrow(
      expect.objectContaining({
        code: 'BENCH_CONFIG_INVALID',
        message: expect.stringMatching(/^HEADROOM_TOKEN has 5 characters(?!.*short)/),
      }),
    );
  });
});
