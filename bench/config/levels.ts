import { BenchError } from '@headroom/contract/errors.ts';
import { usersThatMayWait } from '../model/open-loop.ts';
import type { CellPlan } from './bench-config.ts';
import type { ParsedOptions } from './options.ts';

/** So many users, or so many requests a second. */
export type Level = Omit<CellPlan, 'subject' | 'endpoint'>;

/** The levels of the open model, where it is asked for. @throws BenchError BENCH_CONFIG_INVALID beside users */
export function ratesOf({ rate, vus, cells }: ParsedOptions, loadSeconds: number): Level[] | null {
  if (rate === undefined) return null;
  if (vus || cells) {
    throw new BenchError(
      'BENCH_CONFIG_INVALID',
      `rate is given together with ${vus ? 'vus' : 'cells'}: expected requests a second (the open model) or users, not both. Remove one of them.`,
    );
  }
  return rate.map((perSecond) => {
    // As fine as the generator is told.
    const arrivalsPerSecond = Math.round(perSecond * 1000) / 1000;
    return { arrivalsPerSecond, vus: usersThatMayWait(arrivalsPerSecond, loadSeconds) };
  });
}
