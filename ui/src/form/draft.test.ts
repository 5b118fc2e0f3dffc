import { liveStart } from '@headroom/contract/fixtures/live-start.ts';
import type { Lab } from '@headroom/contract/live.ts';
import { describe, expect, it } from 'vitest';
import { draftOf, errorsOf, readDraft, readNumber, withSubject } from './draft.ts';
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
    expect(readDraft(draftOf(lab))).toEqual({ start: lab.defaults });
  });

  it('asks for a preset by its name', () => {
    expect(readDraft({ ...draftOf(lab), kind: 'preset' })).toEqual({
      start: { kind: 'preset', preset: 'article' },
    });
  });

  it('says of each field that holds no number', () => {
    const draft = draftOf(lab);
    const numbers = { ...draft.numbers, users: 'ten', spawnRate: 'x', durationSeconds: '' };
    expect(readDraft({ ...draft, numbers })).toEqual({
      errors: {
        users: 'expected a number',
        spawnRate: 'expected a number',
        durationSeconds: 'expected a number',
      },
    });
  });

  it('leaves it to the lab which numbers will do', () => {
    const draft = draftOf(lab);
    expect(
      readDraft({ ...draft, numbers: { ...draft.numbers, users: '-1', spawnRate: ' 2,5 ' } }),
    ).toMatchObject({
      start: { users: -1, spawnRate: 2.5 },
    });
  });

  it('keeps the endpoint with another subject that serves it, else takes the first', () => {
    const draft = draftOf(lab);
    expect(withSubject(draft, 'fastapi', lab).endpoint).toBe('/sync');
    expect(withSubject({ ...draft, endpoint: '/hash/pool' }, 'fastapi', lab).endpoint).toBe('/sync');
  });
});

it.each([
  ['10', 10],
  [' 0.5 ', 0.5],
  ['0,5', 0.5],
  ['.5', 0.5],
  ['-2', -2],
  ['', null],
  ['1e3', null],
  ['0x10', null],
  ['1,000,5', null],
])('reads %j as %s', (text, number) => expect(readNumber(text)).toBe(number));

it('names users as the article does, and others by what they ask', () => {
  expect(nameOf(sync)).toBe('SyncUser — /sync (sleep, sync)');
  expect(nameOf(hash)).toBe('/hash/pool (hash, pool)');
});

it('keeps the words of the lab by field', () => {
  expect(errorsOf([{ field: 'users', message: 'too many' }])).toEqual({ users: 'too many' });
});
