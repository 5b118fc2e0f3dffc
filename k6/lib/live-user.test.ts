import { describe, expect, it } from 'vitest';
import type { UserReport } from '../../contract/steering.ts';
import { liveUser } from './live-user.ts';

/** A user in a time of its own, whose requests are answered when the test says so. */
function surroundings() {
  let now = 100;
  const reports: UserReport[] = [];
  const waiting: ((status: number) => void)[] = [];
  const sleeps: number[] = [];
  let wake: (() => void) | null = null;
  const user = liveUser({
    now: () => now,
    ask: () => new Promise((resolve) => waiting.push((status) => resolve({ status, durationSeconds: 0.25 }))),
    sleep: (seconds) => {
      sleeps.push(seconds);
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
    thinkSeconds: () => 0.15,
    send: (report) => reports.push(report),
  });
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 10; i++) await null;
  };
  return {
    user,
    reports,
    sleeps,
    pending: () => waiting.length,
    async passTo(seconds: number) {
      now = seconds;
      wake?.();
      await settle();
    },
    async answer(atSeconds: number, status = 200) {
      now = atSeconds;
      waiting.shift()?.(status);
      await settle();
    },
  };
}

describe('liveUser', () => {
  it('asks when it is told to, thinks, and asks again', async () => {
    const { user, sleeps, pending, passTo, answer, reports } = surroundings();
    user.heed({ do: 'enter', atSeconds: 100.5 });
    expect(sleeps).toEqual([0.5]);
    expect(pending()).toBe(0);
    await passTo(100.5);
    expect(pending()).toBe(1);
    await answer(100.75);
    expect(sleeps).toEqual([0.5, 0.15]);
    await passTo(100.9);
    expect(pending()).toBe(1);
    user.reportNews();
    expect(reports).toEqual([{ answers: [100.5, 100.75, 0.25, 200], waitingSince: 100.9, sent: [] }]);
    user.reportNews();
    expect(reports).toHaveLength(1);
    user.heed({ do: 'report' });
    expect(reports.at(-1)?.answers).toEqual([]);
  });

  it('finishes the request in hand when it is told to leave', async () => {
    const { user, pending, passTo, answer, reports } = surroundings();
    user.heed({ do: 'enter', atSeconds: 100 });
    await passTo(100);
    user.heed({ do: 'leave' });
    expect(pending()).toBe(1);
    await answer(103);
    user.reportNews();
    expect(reports.at(-1)).toEqual({ answers: [100, 103, 0.25, 200], waitingSince: null, sent: [] });
    expect(pending()).toBe(0);
  });

  it('has one request in hand at most, also when it leaves and enters again at once', async () => {
    const { user, pending, passTo, answer } = surroundings();
    user.heed({ do: 'enter', atSeconds: 100 });
    await passTo(100);
    user.heed({ do: 'leave' });
    user.heed({ do: 'enter', atSeconds: 100 });
    expect(pending()).toBe(1);
    await answer(101);
    await passTo(101.15);
    expect(pending()).toBe(1);
  });

  it('enters again after it has left', async () => {
    const { user, pending, passTo, answer } = surroundings();
    user.heed({ do: 'enter', atSeconds: 100 });
    await passTo(100);
    user.heed({ do: 'leave' });
    await answer(101);
    user.heed({ do: 'enter', atSeconds: 105 });
    expect(pending()).toBe(0);
    await passTo(105);
    expect(pending()).toBe(1);
  });
});
