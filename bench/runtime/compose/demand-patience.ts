import { BenchError } from '@headroom/contract/errors.ts';

/** @throws BenchError BENCH_RUN_INTERRUPTED for a signal that aborted before anything was measured */
export function demandPatience(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new BenchError(
    'BENCH_RUN_INTERRUPTED',
    'stopped while the lab was being started; nothing has been measured yet. Start it again when you like.',
  );
}
