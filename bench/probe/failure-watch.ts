import { BenchError } from '@headroom/contract/errors.ts';
import type { Snapshot } from '../collect/series.ts';

const longestSeconds = 10;

/** Tells when more than half of the requests of each second have failed for ten seconds, from one level to the next. */
export function failureWatch(): {
  /** One second of a load. Gives the error that ends the probe, else null. */
  see(second: Pick<Snapshot, 'atSeconds' | 'answered' | 'failedOfAll'>): BenchError | null;
} {
  let since: number | null = null;
  let [requests, failed] = [0, 0];
  return {
    see: (second) => {
      // Where nothing ended nothing failed either.
      if (second.answered === 0) return null;
      if (second.failedOfAll <= second.answered / 2) {
        since = null;
        [requests, failed] = [0, 0];
        return null;
      }
      since ??= second.atSeconds - 1;
      requests += second.answered;
      failed += second.failedOfAll;
      if (second.atSeconds - since < longestSeconds) return null;
      return new BenchError(
        'BENCH_PROBE_TARGET_FAILING',
        `${failed} of ${requests} requests failed over ${longestSeconds} s: expected at least half to be answered. The load was ended; see the service's log, and probe with a lower --users-max or --rate.`,
      );
    },
  };
}
