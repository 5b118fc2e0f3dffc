import type { LiveSecond } from '@headroom/contract/live.ts';
import { expect, it } from 'vitest';
import { progressOf } from './progress.ts';
import { type LiveState, nothingYet } from './state.ts';

const run = { runId: 'a', startedAt: 1000, words: 'SyncUser', canChangeUsers: false, links: [] };
const at = (...instants: number[]) => instants.map((atSeconds) => ({ atSeconds }) as LiveSecond);
const trial = {
  trialId: 't',
  words: 'nest /sync, 10 users',
  place: 3,
  of: 7,
  remainingSeconds: 43,
  canChangeUsers: true,
};
const state = (more: Partial<LiveState>): LiveState => ({ ...nothingYet, run, ...more });

it('is not known before the first trial', () => {
  expect(progressOf(state({}))).toEqual({ words: 'Getting ready', share: null });
});

it('says which trial, and takes the seconds seen from what was left', () => {
  expect(progressOf(state({ trial, seconds: at(1060, 1071, 1072, 1073), trialSince: 1071 }))).toEqual({
    words: 'Trial 3 of 7: nest /sync, 10 users — about 40 s left',
    share: 73 / 113,
  });
});

it('does not count the seconds of the trial before', () => {
  expect(progressOf(state({ trial, seconds: at(1060, 1061) })).words).toContain('about 43 s left');
});

it('neither names the only trial, nor less than nothing left', () => {
  const only = { ...trial, place: 1, of: 1, remainingSeconds: 2 };
  expect(progressOf(state({ trial: only, seconds: at(1001, 1005), trialSince: 1001 })).words).toBe(
    'About to end',
  );
});
