import { afterEach, expect, it, vi } from 'vitest';
import { buildProgress, downloadProgress } from './progress.ts';

afterEach(() => vi.useRealTimers());

it('shows a download at most once a second, and no line twice', () => {
  let now = 0;
  const lines: string[] = [];
  const progress = downloadProgress(
    'k6',
    (line) => lines.push(line),
    () => now,
  );
  for (now = 0; now < 3.1; now += 0.25) progress(now * 10e6, 40e6);
  for (now = 10; now < 13; now += 0.5) progress(40e6, 40e6);
  expect(lines).toEqual([
    'Downloading k6: 25 % of 40 MB',
    'Downloading k6: 50 % of 40 MB',
    'Downloading k6: 75 % of 40 MB',
    'Downloading k6: 100 % of 40 MB',
  ]);
});

it('shows the size alone where the whole is not known', () => {
  let now = 0;
  const lines: string[] = [];
  const progress = downloadProgress(
    'k6',
    (line) => lines.push(line),
    () => now,
  );
  now = 1;
  progress(12e6, null);
  expect(lines).toEqual(['Downloading k6: 12 MB']);
});

it('shows every 10 seconds that a build goes on, until it is done', () => {
  vi.useFakeTimers();
  const lines: string[] = [];
  const done = buildProgress('k6', (line) => lines.push(line));
  vi.advanceTimersByTime(25_000);
  done();
  vi.advanceTimersByTime(25_000);
  expect(lines).toEqual(['Building k6: 10 s', 'Building k6: 20 s']);
});
