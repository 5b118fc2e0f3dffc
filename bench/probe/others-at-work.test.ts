import { expect, it } from 'vitest';
import { machineCpuSeconds, othersAtWork } from './others-at-work.ts';

it('tells of the level at which others took most', () => {
  const others = othersAtWork();
  others.see('1 user', { atSeconds: 0, machine: 100, own: 0 }, { atSeconds: 5, machine: 106, own: 5 });
  expect(others.warning()).toBeNull();
  others.see('2 users', { atSeconds: 10, machine: 200, own: 10 }, { atSeconds: 15, machine: 209, own: 15 });
  others.see('4 users', { atSeconds: 20, machine: 300, own: 20 }, { atSeconds: 21, machine: 302, own: 20 });
  expect(others.warning()).toMatchObject({
    code: 'others-at-work',
    message: expect.stringMatching(/^At 2 users other programs kept 0\.8 CPUs/),
  });
});

it('reads what the machine has spent, where it tells', () => {
  const spent = machineCpuSeconds();
  if (process.platform === 'linux') expect(spent).toBeGreaterThan(0);
  else expect(spent).toBeNull();
});
