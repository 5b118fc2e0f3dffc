import { describe, expect, it } from 'vitest';
import { changeUsers } from './crowd.ts';

describe('changeUsers', () => {
  it('lets those who come start at the spawn rate, counted from now', () => {
    expect(changeUsers(2, 5, { kind: 'spawn-rate', usersPerSecond: 2 }, 100)).toEqual([
      { user: 2, order: { do: 'enter', atSeconds: 100 } },
      { user: 3, order: { do: 'enter', atSeconds: 100.5 } },
      { user: 4, order: { do: 'enter', atSeconds: 101 } },
    ]);
  });

  it('spreads those who come over one cycle', () => {
    const times = changeUsers(0, 4, { kind: 'staggered', overSeconds: 1 }, 10).map(
      ({ order }) => order.do === 'enter' && order.atSeconds,
    );
    expect(times).toEqual([10, 10.25, 10.5, 10.75]);
  });

  it('lets those with the highest numbers leave, and says nothing to the others', () => {
    expect(changeUsers(5, 3, { kind: 'staggered', overSeconds: 1 }, 10)).toEqual([
      { user: 3, order: { do: 'leave' } },
      { user: 4, order: { do: 'leave' } },
    ]);
    expect(changeUsers(3, 3, { kind: 'staggered', overSeconds: 1 }, 10)).toEqual([]);
  });
});
