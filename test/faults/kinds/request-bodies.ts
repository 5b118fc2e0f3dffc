import { aStart } from '../../../bench/serve/fixtures/live-server.ts';
import type { RequestFault, RequestKind } from '../request-fault.ts';

const users = '/api/runs/current/users';
const runs = '/api/runs';
const object = 'expected a JSON object.';
const usersExpected = 'expected a whole number of users from 1 to 1000.';

/** What it is, the body of a start, what is said; and what of it is named. */
type BodyRow = readonly [fault: string, body: unknown, says: string, given?: string];
const starts = (code: RequestFault['code'], rows: readonly BodyRow[]): RequestFault[] =>
  rows.map(([fault, body, says, given]) => ({
    ...{ fault, code, status: 400, says, given: given ?? null },
    ask: (server) => server.ask('POST', runs, body),
  }));

const changed = (change: object) => ({ ...aStart, ...change });

export const requestBodies: RequestKind = {
  title: 'Bodies of requests to the live page',
  about: 'What is asked for is checked field by field, and every field that is wrong is told at once.',
  faults: [
    ...starts('BENCH_CONFIG_INVALID', [
      ['a body that is no JSON', '{"kind":', 'The body is no JSON that can be read.'],
      ['a list in the place of a start', [], `The body is []: ${object}`, '[]'],
      ['null in the place of a start', null, `The body is null: ${object}`, 'null'],
      ['a text in the place of a start', '"live"', `The body is "live": ${object}`, 'live'],
      ['no body', '', `The body is missing: ${object}`, 'missing'],
      [
        'a start of an unknown kind',
        changed({ kind: 'open' }),
        'kind is "open": expected kind to be live or preset.',
        'open',
      ],
      ['no users', changed({ users: 0 }), `users is 0: ${usersExpected}`, '0'],
      ['users below nothing', changed({ users: -1 }), `users is -1: ${usersExpected}`, '-1'],
      ['users as a text', changed({ users: '10' }), `users is "10": ${usersExpected}`, '10'],
      ['half a user', changed({ users: 1.5 }), `users is 1.5: ${usersExpected}`, '1.5'],
      ['too many users', changed({ users: 1001 }), `users is 1001: ${usersExpected}`, '1001'],
      [
        'more users than this lab allows',
        changed({ users: 201 }),
        'users is 201: expected a whole number of users from 1 to 200.',
        '201',
      ],
      [
        'users that are not given',
        changed({ users: undefined }),
        `users is missing: ${usersExpected}`,
        'users',
      ],
      [
        'a window that is too long',
        changed({ durationSeconds: 3601 }),
        'durationSeconds is 3601: expected seconds from 1 to 3600.',
        '3601',
      ],
      [
        'a warm-up as a text',
        changed({ warmupSeconds: '3' }),
        'warmupSeconds is "3": expected seconds from 0 to 600.',
        '3',
      ],
      [
        'a pause below nothing',
        changed({ thinkMinSeconds: -1 }),
        'thinkMinSeconds is -1: expected seconds from 0 to 60.',
        '-1',
      ],
      [
        'a pause whose least is above its most',
        changed({ thinkMinSeconds: 1 }),
        'thinkMinSeconds is 1: expected at most thinkMaxSeconds.',
        '1',
      ],
      [
        'users who never start',
        changed({ spawnRate: 0 }),
        'spawnRate is 0: expected users per second from 0.1 to 1000.',
        '0',
      ],
      [
        'too many bystanders',
        changed({ bystandersPerSecond: 101 }),
        'bystandersPerSecond is 101: expected a whole number from 0 to 100.',
        '101',
      ],
      [
        'a subject that is no name',
        changed({ subject: 7 }),
        'subject is 7: expected the name of a subject.',
        '7',
      ],
      [
        'two fields that are wrong',
        changed({ users: 0, spawnRate: 'fast' }),
        'users is 0: …; spawnRate is "fast": ….',
        'fast',
      ],
    ]),
    ...starts('BENCH_CONFIG_UNKNOWN_KEY', [
      [
        'a field that is misspelt',
        changed({ user: 3 }),
        'user does not exist: expected one of kind, … Did you mean users?.',
        'user',
      ],
      [
        'a field that every object has',
        JSON.stringify(aStart).replace('}', ',"__proto__":{"users":2}}'),
        '__proto__ does not exist: expected one of kind, ….',
        '__proto__',
      ],
    ]),
    {
      ...{ fault: 'a body that is too large', code: 'BENCH_SERVE_REFUSED', status: 413, given: '16 KiB' },
      says: 'The body is too large: expected at most 16 KiB.',
      ask: (server) => server.ask('POST', runs, changed({ subject: 'x'.repeat(17_000) })),
    },
    {
      ...{ fault: 'users of no run', code: 'BENCH_SERVE_NOT_RUNNING', status: 409, given: null },
      says: 'no run is in hand: start one first.',
      ask: (server) => server.ask('POST', users, { users: 20 }),
    },
    {
      ...{ fault: 'users that are no number', code: 'BENCH_CONFIG_INVALID', status: 400, given: '"x"' },
      says: `users is "x": ${usersExpected}`,
      ask: (server) => server.ask('POST', users, { users: 'x' }),
    },
  ],
};
