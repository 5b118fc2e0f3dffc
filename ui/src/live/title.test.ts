import { expect, it } from 'vitest';
import { titleOf } from './title.ts';

const called = (words: string, canChangeUsers: boolean, usersAsked: number | null = null) =>
  titleOf({ run: { runId: 'a', startedAt: 1, words, canChangeUsers, links: [] }, usersAsked });

it('begins with a capital, but for the name of a subject', () => {
  expect(called('the preset quick', false, 100)).toBe('The preset quick');
  expect(called('what was left of a-live', false)).toBe('What was left of a-live');
  expect(called('nest /hash/pool, 10 users', true)).toBe('nest /hash/pool, 10 users');
});

it('names the users of now', () => {
  expect(called('SyncUser (nest /sync), 10 users', true, 50)).toBe('SyncUser (nest /sync), 50 users');
  expect(called('SyncUser (nest /sync), 10 users', true, 1)).toBe('SyncUser (nest /sync), 1 user');
});
