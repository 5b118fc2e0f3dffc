import { BenchError } from '@headroom/contract/errors.ts';
import type { Clock } from '../runtime.ts';
import { portState } from './ports.ts';

/** A port and the setting that it comes from. */
export interface NamedPort {
  readonly number: number;
  readonly variable: string;
}

/** Linux keeps a connection for 60 s after this side has closed it; what was closed last may come a moment later. */
const timeWaitSeconds = 65;
const pollSeconds = 0.5;

/**
 * Waits until a port can be listened on that only connections of the trial before keep, and returns at once where that
 * is so already. Returns early when the signal aborts.
 * @throws BenchError BENCH_SUBJECT_PORT_TAKEN where another process has it, or it does not come free
 */
export async function awaitFreePort(
  { number, variable }: NamedPort,
  clock: Clock,
  signal: AbortSignal,
  stateOf = portState,
): Promise<void> {
  const since = clock.now();
  while (!signal.aborted) {
    const state = await stateOf(number);
    if (state.free) return;
    if (!state.inTimeWait) {
      throw taken(
        `port ${number} was taken during the run by ${state.holder ?? 'another process'}; end it, or set ${variable} to a free port.`,
      );
    }
    const waited = clock.now() - since;
    if (waited >= timeWaitSeconds) {
      throw taken(
        `port ${number} is in TIME_WAIT still after ${waited.toFixed(0)} s of waiting, because of connections that were closed in the trial before: expected at most 60 s. Let the service listen with SO_REUSEADDR, or set ${variable} to another port.`,
      );
    }
    await clock.sleep(pollSeconds, signal);
  }
}

const taken = (message: string): BenchError => new BenchError('BENCH_SUBJECT_PORT_TAKEN', message);
