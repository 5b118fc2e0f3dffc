import { BenchError } from '@headroom/contract/errors.ts';
import type { Clock } from '../runtime/runtime.ts';

const longestWaitSeconds = 60;
const longestFailureSeconds = 10;
const pauseAfterFailureSeconds = 0.25;
const quickInARow = 2;

/** So quick an answer is that of a service at rest. @param aloneSeconds what one took before any load */
export const restSeconds = (aloneSeconds: number): number => 2 * aloneSeconds + 0.05;

/**
 * Asks alone, one request after the other, until two in a row are answered as quickly as before any load: a blocked
 * service carries its queue into the next level.
 * @param ask sends one request and gives how long it took, in seconds; it may take as long as it is told at most
 * @returns whether it came to rest within 60 s
 * @throws BenchError BENCH_PROBE_TARGET_FAILING when nothing but failures came for ten seconds, and what `ask` throws
 * once the signal has aborted
 */
export async function awaitRest(
  ask: (timeoutSeconds: number) => Promise<number>,
  aloneSeconds: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  const beganAt = clock.now();
  let failingSince: number | null = null;
  let quick = 0;
  for (;;) {
    const left = longestWaitSeconds - (clock.now() - beganAt);
    if (left <= 0) return false;
    try {
      const took = await ask(left);
      failingSince = null;
      quick = took <= restSeconds(aloneSeconds) ? quick + 1 : 0;
      if (quick === quickInARow) return true;
    } catch (error) {
      if (signal.aborted || !(error instanceof BenchError)) throw error;
      quick = 0;
      failingSince ??= clock.now();
      // One that took all the time that was left did not fail, it is late.
      if (clock.now() - beganAt >= longestWaitSeconds) return false;
      if (clock.now() - failingSince >= longestFailureSeconds) throw failing(error);
      await clock.sleep(pauseAfterFailureSeconds, signal);
    }
  }
}

function failing(cause: BenchError): BenchError {
  return new BenchError(
    'BENCH_PROBE_TARGET_FAILING',
    `even asked alone it failed for ${longestFailureSeconds} s: ${cause.message}`,
    { cause },
  );
}
