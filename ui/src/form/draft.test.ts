import { liveStart } from '@headroom/contract/fixtures/live-start.ts';
import type { Lab } from '@headroom/contract/live.ts';
import { describe, expect, it } from 'vitest';
import { draftOf, errorsOf, type NumberField, readDraft, withSubject } from './draft.ts';
import { nameOf } from './user-class.ts';

const sync = { path: '/sync', workload: 'sleep', strategy: 'sync', userClass: 'SyncUser' } as const;
const hash = { path: '/hash/pool', workload: 'hash', strategy: 'pool', userClass: null } as const;

const lab: Lab = {
  version: '0.1.0',
  token: 't',
  subjects: [
    { name: 'nest', endpoints: [sync, hash] },
    { name: 'fastapi', endpoints: [sync] },
  ],
  presets: [{ name: 'article', trials: 7, loadSeconds: 300, words: 'The table of the article.' }],
  defaults: liveStart({ warmupSeconds: 5, bystandersPerSecond: 2 }),
  usersMost: 200,
  grafanaUrl: null,
};

describe('the form', () => {
  it('asks for what the lab proposes while nothing is changed', () => {
    expect(readDraft(draftOf(lab), lab.usersMost)).toEqual({ start: lab.defaults });
  });

  it('asks for a preset by its name', () => {
    expect(readDraft({ ...draftOf(lab), kind: 'preset' }, lab.usersMost)).toEqual({
      start: { kind: 'preset', preset: 'article' },
    });
  });

  const readWith = (numbers: Partial<Record<NumberField, string>>) => {
    const draft = draftOf(lab);
    return readDraft({ ...draft, numbers: { ...draft.numbers, ...numbers } }, lab.usersMost);
  };

  it('says of each field what is wrong with it', () => {
    expect(readWith({ users: '1,000', spawnRate: 'x', thinkMinSeconds: '-1', durationSeconds: '' })).toEqual({
      errors: {
        users: '"1,000": expected a whole number of users from 1 to 200, without separators',
        spawnRate: '"x": expected users per second from 0.1 to 1000',
        thinkMinSeconds: '-1: expected seconds from 0 to 60',
        durationSeconds: 'expected seconds from 1 to 3600',
      },
    });
  });

  it('says of a think time that ends before it begins, by its label', () => {
    expect(readWith({ thinkMinSeconds: '0.1', thinkMaxSeconds: '0' })).toEqual({
      errors: { thinkMinSeconds: '0.1: expected no more than “Think time to”, 0' },
    });
  });

  it('takes a decimal comma where there are decimals', () => {
    expect(readWith({ spawnRate: ' 2,5 ' })).toMatchObject({ start: { spawnRate: 2.5 } });
  });

  it('keeps the endpoint with another subject that serves it, else takes the first', () => {
    const draft = draftOf(lab);
    expect(withSubject(draft, 'fastapi', lab).endpoint).toBe('/sync');
    expect(withSubject({ ...draft, endpoint: '/hash/pool' }, 'fastapi', lab).endpoint).toBe('/sync');
  });
});

it('names users as the article does, and others by what they ask', () => {
  expect(nameOf(sync)).toBe('SyncUser — /sync (sleep, sync)');
  expect(nameOf(hash)).toBe('/hash/pool (hash, pool)');
});

it('keeps the words of the lab by field', () => {
  expect(errorsOf([{ field: 'users', message: 'users is 9: too many' }])).toEqual({ users: '9: too many' });
});
