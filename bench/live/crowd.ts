import type { Order } from '@headroom/contract/steering.ts';
import { startOffsetSeconds, type UserStart } from '@headroom/contract/trial-input.ts';

/** An order, and the user whom it is for. */
export interface Sent {
  readonly user: number;
  readonly order: Order;
}

/**
 * What to tell whom so that the number of users becomes another one: those who come start as the protocol has it,
 * counted from `now`; those with the highest numbers leave, so that a user who stays never notices.
 * @param now Unix time in seconds
 */
export function changeUsers(from: number, to: number, start: UserStart, now: number): Sent[] {
  const come = Array.from({ length: Math.max(0, to - from) }, (_, i): Sent => {
    const atSeconds = now + startOffsetSeconds(start, i, to - from);
    return { user: from + i, order: { do: 'enter', atSeconds } };
  });
  const leave = Array.from(
    { length: Math.max(0, from - to) },
    (_, i): Sent => ({ user: to + i, order: { do: 'leave' } }),
  );
  return [...come, ...leave];
}
