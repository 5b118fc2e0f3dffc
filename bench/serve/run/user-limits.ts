import { BenchError } from '@headroom/contract/errors.ts';
import type { Trial } from '@headroom/contract/records.ts';

const limitOfServer = 'the limit of this server (--users-max)';

/** Whether this server is to carry out such a plan. @throws BenchError BENCH_CONFIG_INVALID */
export function demandFewUsers(trials: readonly Trial[], most: number): void {
  const users = trials.filter(({ arrivalsPerSecond }) => arrivalsPerSecond === null).map(({ vus }) => vus);
  demandUsers(Math.max(1, ...users), most, limitOfServer);
}

/** @param limit what sets it @throws BenchError BENCH_CONFIG_INVALID */
export function demandUsers(users: number, most: number, limit: string): void {
  if (users <= most) return;
  throw new BenchError('BENCH_CONFIG_INVALID', `users is ${users}: expected at most ${most}, ${limit}.`);
}
