import { expect, it } from 'vitest';
import { failureWatch } from './failure-watch.ts';

/** Seconds as [answered, failed]; gives the second at which the watch ends the load. */
function endOf(seconds: readonly (readonly [number, number])[]): number | null {
  const watch = failureWatch();
  const ends = seconds.findIndex(
    ([answered, failed]) => watch.see({ requestsOfAll: answered, failedOfAll: failed }) !== null,
  );
  return ends < 0 ? null : ends + 1;
}
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

it('ends a load after ten seconds of which each failed for more than half', () => {
  expect(endOf(times(20, [10, 6]))).toBe(10);
  expect(endOf([...times(5, [10, 0] as const), ...times(20, [10, 10] as const)])).toBe(15);
});

it('bears half, a good second in between, and seconds without any end', () => {
  expect(endOf(times(30, [10, 5]))).toBeNull();
  expect(endOf([...times(9, [10, 10] as const), [10, 2], ...times(9, [10, 10] as const)])).toBeNull();
  expect(endOf(times(30, [0, 0]))).toBeNull();
});
