import { expect, it } from 'vitest';
import { trialOf } from '../analyse/fixtures/records.ts';
import { meanActiveUsers, usersAtWindowStart } from './active-users.ts';

it('is all users once they have started', () => {
  expect(meanActiveUsers(trialOf('/async', 100))).toBe(100);
  expect(usersAtWindowStart(trialOf('/async', 100))).toBe(100);
});

it('is the mean over the ramp while they are being spawned', () => {
  const start = { kind: 'spawn-rate', usersPerSecond: 1 } as const;
  const trial = { ...trialOf('/async', 100), warmupSeconds: 3, durationSeconds: 5, start };
  // Users start at 0, 1, 2 and 3 s before the window, and at 4 to 7 s inside it.
  expect(usersAtWindowStart(trial)).toBe(4);
  expect(meanActiveUsers(trial)).toBeCloseTo((4 * 5 + 4 + 3 + 2 + 1) / 5);
});
