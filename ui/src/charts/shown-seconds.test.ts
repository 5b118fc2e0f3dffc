import type { LiveSecond } from '@headroom/contract/live.ts';
import { describe, expect, it } from 'vitest';
import { columnsOf, shownSeconds } from './shown-seconds.ts';

const at = (...instants: number[]) =>
  instants.map((atSeconds) => ({ atSeconds, users: atSeconds - 1000, p50Seconds: null }) as LiveSecond);
const instants = (seconds: readonly LiveSecond[]) => seconds.map(({ atSeconds }) => atSeconds);

describe('shownSeconds', () => {
  const seconds = at(...Array.from({ length: 100 }, (_, i) => 1001 + i));
  it('shows all of a run, the latest of it, or the trial in hand', () => {
    expect(shownSeconds(seconds, 'run', null)).toHaveLength(100);
    expect(instants(shownSeconds(seconds, '60', null))).toEqual(instants(seconds.slice(40)));
    expect(instants(shownSeconds(seconds, 'trial', 1098))).toEqual([1098, 1099, 1100]);
  });
  it('shows nothing of a trial that has no second yet', () => {
    expect(shownSeconds(seconds, 'trial', null)).toEqual([]);
    expect(shownSeconds([], '60', null)).toEqual([]);
  });
});

describe('columnsOf', () => {
  it('has the time since the start and a column a figure', () => {
    const figures = [({ users }: LiveSecond) => users, ({ p50Seconds }: LiveSecond) => p50Seconds];
    expect(columnsOf(at(1001, 1002), 1000, figures)).toEqual([
      [1, 2],
      [1, 2],
      [null, null],
    ]);
  });
  it('breaks lines where nothing was measured', () => {
    expect(columnsOf(at(1001, 1002, 1009), 1000, [({ users }) => users])).toEqual([
      [1, 2, 3, 9],
      [1, 2, null, 9],
    ]);
  });
});
