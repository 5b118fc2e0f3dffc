import { BenchError } from '@headroom/contract/errors.ts';
import { labSchema, type Problem, problemSchema } from '@headroom/contract/live.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aStart, type LiveServer, liveServer } from './fixtures/live-server.ts';

let server: LiveServer;
beforeEach(async () => {
  server = await liveServer();
});
afterEach(async () => {
  await server.app.close();
  vi.restoreAllMocks();
});

const problemOf = (answer: { body: string }): Problem => problemSchema.parse(JSON.parse(answer.body));

describe('the routes of the run in hand', () => {
  it('tell what can be asked for, with a token that stays', async () => {
    const [one, two] = [await server.ask('GET', '/api/lab'), await server.ask('GET', '/api/lab')];
    const lab = labSchema.parse(one.json());
    expect(lab.token).toMatch(/^[\w-]{43}$/);
    expect(two.json()).toEqual(lab);
    expect(one.headers['cache-control']).toBe('no-store');
  });

  it('estimate and start what was asked for', async () => {
    expect((await server.ask('POST', '/api/estimate', aStart)).json()).toMatchObject({ trials: 1 });
    expect(server.conductor.current()).toBeNull();
    const answer = await server.ask('POST', '/api/runs', { kind: 'preset', preset: 'quick' });
    expect([answer.statusCode, answer.json()]).toEqual([202, { runId: '20260102-000000-live' }]);
    expect(server.conductor.asked).toEqual([aStart, { kind: 'preset', preset: 'quick' }]);
  });

  it('refuse a second run, users of a preset, and users and an end of none', async () => {
    const users = () => server.ask('POST', '/api/runs/current/users', { users: 20 });
    const stop = () => server.ask('POST', '/api/runs/current/stop');
    const seen: unknown[] = [];
    const note = async (asked: Promise<{ statusCode: number; body: string }>) => {
      const answer = await asked;
      seen.push(answer.body === '' ? answer.statusCode : [answer.statusCode, problemOf(answer).code]);
    };
    await note(users());
    await note(stop());
    await server.ask('POST', '/api/runs', { kind: 'preset', preset: 'quick' });
    await note(server.ask('POST', '/api/runs', aStart));
    await note(users());
    await note(stop());
    await server.ask('POST', '/api/runs', aStart);
    await note(users());
    expect(seen).toEqual([
      [409, 'BENCH_SERVE_NOT_RUNNING'],
      [409, 'BENCH_SERVE_NOT_RUNNING'],
      [409, 'BENCH_SERVE_BUSY'],
      [409, 'BENCH_SERVE_FIXED_USERS'],
      202,
      202,
    ]);
    expect(server.conductor.asked.at(-1)).toBe(20);
  });

  it('take an end whose type says JSON and whose body is empty', async () => {
    await server.ask('POST', '/api/runs', aStart);
    const answer = await server.ask('POST', '/api/runs/current/stop', '');
    expect(answer.statusCode).toBe(202);
  });
});

describe('a body that is not as expected', () => {
  it.each([
    [{ users: 'x' }, 'users', 'users is "x": expected a whole number of users from 1 to 1000'],
    [{ users: 0 }, 'users', 'users is 0: expected a whole number of users from 1 to 1000'],
    [{ users: 1001 }, 'users', 'users is 1001: expected a whole number of users from 1 to 1000'],
    [{ users: 1.5 }, 'users', 'users is 1.5: expected a whole number of users from 1 to 1000'],
    [{ users: 201 }, 'users', 'users is 201: expected a whole number of users from 1 to 200'],
    [{ users: undefined }, 'users', 'users is missing: expected a whole number of users from 1 to 1000'],
    [{ users: null }, 'users', 'users is null: expected a whole number of users from 1 to 1000'],
    [
      { users: { toString: 1 } },
      'users',
      'users is { toString: 1 }: expected a whole number of users from 1 to 1000',
    ],
    [{ spawnRate: 0 }, 'spawnRate', 'spawnRate is 0: expected users per second from 0.1 to 1000'],
    [{ thinkMinSeconds: -1 }, 'thinkMinSeconds', 'thinkMinSeconds is -1: expected seconds from 0 to 60'],
    [{ thinkMaxSeconds: 61 }, 'thinkMaxSeconds', 'thinkMaxSeconds is 61: expected seconds from 0 to 60'],
    [{ thinkMinSeconds: 1 }, 'thinkMinSeconds', 'thinkMinSeconds is 1: expected at most thinkMaxSeconds'],
    [
      { durationSeconds: 3601 },
      'durationSeconds',
      'durationSeconds is 3601: expected seconds from 1 to 3600',
    ],
    [{ warmupSeconds: '3' }, 'warmupSeconds', 'warmupSeconds is "3": expected seconds from 0 to 600'],
    [
      { bystandersPerSecond: 101 },
      'bystandersPerSecond',
      'bystandersPerSecond is 101: expected a whole number from 0 to 100',
    ],
    [{ subject: 7 }, 'subject', 'subject is 7: expected the name of a subject'],
    [{ kind: 'open' }, 'kind', 'kind is "open": expected kind to be live or preset'],
    [{ kind: undefined }, 'kind', 'kind is missing: expected kind to be live or preset'],
    [
      { user: 3 },
      'user',
      `user does not exist: expected one of ${Object.keys(aStart).join(', ')}. Did you mean users?`,
    ],
  ])('%j is told by its field', async (change, field, message) => {
    const answer = await server.ask('POST', '/api/estimate', { ...aStart, ...change });
    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer)).toMatchObject({
      message: `${message}.`,
      fields: [{ field, message }],
    });
    expect(server.conductor.asked).toEqual([]);
  });

  it('tells of every field at once', async () => {
    const answer = await server.ask('POST', '/api/runs', {
      ...aStart,
      users: -1,
      spawnRate: 'fast',
      extra: 1,
    });
    expect(
      problemOf(answer)
        .fields.map(({ field }) => field)
        .sort(),
    ).toEqual(['extra', 'spawnRate', 'users']);
    expect(problemOf(answer).code).toBe('BENCH_CONFIG_INVALID');
    expect(server.conductor.current()).toBeNull();
  });

  it.each([
    ['{"kind":', 'The body is no JSON that can be read.'],
    ['[]', 'The body is []: expected a JSON object.'],
    ['null', 'The body is null: expected a JSON object.'],
    ['"live"', 'The body is "live": expected a JSON object.'],
    ['', 'The body is missing: expected a JSON object.'],
  ])('%j is no object of settings', async (body, message) => {
    const answer = await server.ask('POST', '/api/runs', body);
    expect([answer.statusCode, problemOf(answer)]).toEqual([
      400,
      { code: 'BENCH_CONFIG_INVALID', message, fields: [] },
    ]);
  });

  it('names unknown fields also of the changes of users, whatever they are called', async () => {
    const answer = await server.ask('POST', '/api/runs/current/users', '{"users":1,"__proto__":{"users":2}}');
    expect(problemOf(answer)).toMatchObject({
      code: 'BENCH_CONFIG_UNKNOWN_KEY',
      fields: [{ field: '__proto__' }],
    });
    const long = await server.ask('POST', '/api/runs/current/users', {
      users: 1,
      [`${'x'.repeat(9000)}\n`]: 1,
    });
    expect(problemOf(long).message.length).toBeLessThan(300);
  });

  it('cuts long values short', async () => {
    const answer = await server.ask('POST', '/api/runs/current/users', { users: 'x'.repeat(9000) });
    expect(problemOf(answer).message.length).toBeLessThan(300);
  });

  it('is not read when it is too large', async () => {
    const answer = await server.ask('POST', '/api/runs', { ...aStart, subject: 'x'.repeat(17_000) });
    expect([answer.statusCode, problemOf(answer).message]).toEqual([
      413,
      'The body is too large: expected at most 16 KiB.',
    ]);
  });
});

describe('what goes wrong behind the routes', () => {
  it.each([
    ['BENCH_CONFIG_UNKNOWN_NAME', 400],
    ['BENCH_RESULTS_RUN_NOT_FOUND', 404],
    ['BENCH_RESULTS_UNTRUSTED', 403],
    ['BENCH_SERVE_BUSY', 409],
    ['BENCH_PREFLIGHT_BUSY', 409],
    ['BENCH_PREFLIGHT_FAILED', 500],
  ] as const)('%s is told as it is', async (code, status) => {
    server.conductor.failure = new BenchError(code, 'what to do.');
    const answer = await server.ask('POST', '/api/estimate', aStart);
    expect([answer.statusCode, problemOf(answer)]).toEqual([
      status,
      { code, message: 'what to do.', fields: [] },
    ]);
  });

  it.each([
    new TypeError('secret of the inside'),
    new BenchError('BENCH_INTERNAL_DEFECT', 'secret of the inside'),
    'secret of the inside',
  ])('a defect is told to the terminal, and to nobody else', async (failure) => {
    const complain = vi.spyOn(console, 'error').mockReturnValue(undefined);
    server.conductor.failure = failure;
    const answer = await server.ask('POST', '/api/estimate', aStart);
    expect(answer.statusCode).toBe(500);
    expect(problemOf(answer).code).toBe('BENCH_INTERNAL_DEFECT');
    expect(answer.body).not.toContain('secret');
    expect(complain).toHaveBeenCalledWith(expect.stringContaining('secret of the inside'));
  });

  it.each([
    ['GET', '/api/nothing', 404],
    ['GET', '/nothing?x=<b>', 404],
    ['POST', '/api/lab', 404],
    ['PUT', '/api/runs', 404],
    ['OPTIONS', '/api/runs', 404],
    ['GET', '/%zz', 400],
  ] as const)('%s %s is no address', async (method, url, status) => {
    const answer = await server.ask(method, url);
    expect(answer.statusCode).toBe(status);
    expect(problemOf(answer).fields).toEqual([]);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  it('a name that is longer than any folder has is none either', async () => {
    const answer = await server.ask('GET', `/runs/${'x'.repeat(4000)}/report.html`);
    expect([answer.statusCode, problemOf(answer).message]).toEqual([414, 'The address is too long.']);
  });
});
