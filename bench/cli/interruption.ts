import { errorCatalogue } from '@headroom/contract/errors.ts';
import { ignoresHangup } from './hangup.ts';

/**
 * Aborts on the first Ctrl-C (or SIGTERM), so that a run ends in good order; the second ends it at once. A terminal that
 * is closed (SIGHUP) aborts it too.
 */
export function interruption(say: (line: string) => void): AbortSignal {
  const controller = new AbortController();
  let asked = false;
  const heed = (): void => {
    if (asked) process.exit(errorCatalogue.BENCH_RUN_INTERRUPTED.exitCode);
    asked = true;
    say('Stopping in good order; finished trials are kept. Once more stops at once.');
    controller.abort();
  };
  process.on('SIGINT', heed);
  process.on('SIGTERM', heed);
  if (!ignoresHangup()) {
    // Kernel and shell send one each, which is no wish to stop at once.
    process.on('SIGHUP', () => {
      if (!controller.signal.aborted) say('Stopping in good order (SIGHUP); finished trials are kept.');
      controller.abort();
    });
  }
  return controller.signal;
}
