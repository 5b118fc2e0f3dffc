import { afterEach, expect, it, vi } from 'vitest';
import { systemClock } from './system-clock.ts';

afterEach(() => {
  vi.restoreAllMocks();
  systemClock.set();
});

it('is not bent by a correction until it is set anew', () => {
  const before = systemClock.now();
  vi.spyOn(Date, 'now').mockReturnValue((before + 3600) * 1000);
  expect(systemClock.now() - before).toBeLessThan(60);
  systemClock.set();
  expect(systemClock.now() - before).toBeGreaterThanOrEqual(3600);
});
