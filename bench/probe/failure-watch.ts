import { BenchError } from '@headroom/contract/errors.ts';
import type { Snapshot } from '../collect/series.ts';

const longestSeconds = 10;

/** Tells when more than half of the requests of each second have failed for ten seconds, from one level to the next. */
export function failureWatch(): {
  /** One second of a load. Gives the error that ends the probe, else null. */
  see(second: Pick<Snapshot, 'requestsOfAll' | 'failedOfAll'>): BenchError | null;
} {
  let [seconds, requests, failed] = [0, 0, 0];
  return {
    see: (second) => {
      // Where nothing ended nothing failed either.
      if (second.requestsOfAll === 0) {
        // Of a service that answers seldom the seconds between two answers count.
        if (seconds > 0) seconds++;
        return null;
      }
      if (second.failedOfAll <= second.requestsOfAll / 2) {
        [seconds, requests, failed] = [0, 0, 0];
        return null;
      }
      seconds++;
      requests += second.requestsOfAll;
      failed += second.failedOfAll;
      if (seconds < longestSeconds) return null;
      return new BenchError(
        'BENCH_PROBE_TARGET_FAILING',
        `${failed} of ${requests} requests failed over ${longestSeconds} s: expected at least half to be answered. The load was ended; see the service's log, and probe with a lower --users-max or --rate.`,
      );
    },
  };
}
