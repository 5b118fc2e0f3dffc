import { expect, it } from 'vitest';
import { trialOf } from '../analyse/fixtures/records.ts';
import type { RunWanted } from '../runs/fixtures/results-folder.ts';
import { cellsInWords } from './run-words.ts';

type Trial = NonNullable<RunWanted['trials']>[number];
const trial = (endpoint: string, vus: number, changes: Partial<Trial> = {}): Trial => ({
  ...trialOf('/sync', vus),
  endpoint,
  ...changes,
});

it.each([
  ['nest /sync at 1 user', [trial('/sync', 1)]],
  ['nest /sync at 1, 10 users', [trial('/sync', 10), trial('/sync', 1), trial('/sync', 10)]],
  [
    'nest /sync, /async, /async?delay=0.002, /async?delay=0.02, /cpu at 1 user',
    ['/cpu', '/async?delay=0.02', '/async?delay=0.002', '/sync', '/async'].map((path) => trial(path, 1)),
  ],
  ['nest /sync at 10 users', [trial('/sync', 1, { baseline: true }), trial('/sync', 10)]],
  ['nest /sync at 1 user', [trial('/sync', 1, { baseline: true })]],
  ['nest and fastapi /sync at 1 user', [trial('/sync', 1), trial('/sync', 1, { subject: 'fastapi' })]],
  [
    'nest /sync at 1 user; fastapi /async at 10 users',
    [trial('/sync', 1), trial('/async', 10, { subject: 'fastapi' })],
  ],
  [
    'nest /sync at 5, 20 requests a second',
    [20, 5].map((arrivalsPerSecond) => trial('/sync', 400, { arrivalsPerSecond })),
  ],
  ['nest /0, /1, /2, /3 and 3 more at 1 user', [0, 1, 2, 3, 4, 5, 6].map((i) => trial(`/${i}`, 1))],
])('%s', (words, trials) => {
  expect(cellsInWords(trials)).toBe(words);
});
