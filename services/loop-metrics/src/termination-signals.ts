import { createRequire } from 'node:module';
import { constants } from 'node:os';

/** The signals that ask a process to end. */
export const terminationSignals = ['SIGTERM', 'SIGINT'] as const;

/** Node's flags for a thread that calls `onTerminationSignal`: they hold for that thread alone. */
export const signalThreadFlags = ['--expose-internals', '--disable-warning=internal/test/binding'];

interface SignalHandle {
  onsignal: () => void;
  start(signal: number): number;
  unref(): void;
}

interface InternalBinding {
  internalBinding(name: 'signal_wrap'): { readonly Signal: new () => SignalHandle };
}

/**
 * Calls `listener` on the calling thread's own loop when a termination signal comes. Returns false where this
 * Node has no way to.
 *
 * Node runs `process.on('SIGTERM')` on the main thread only, where a blocked loop comes to it too late: libuv
 * serves signals after all sockets that are ready, so a queue of 99 blocking requests goes first. libuv itself
 * tells every loop that has a handle for the signal. Node has no public way to such a handle in a worker
 * (`process.binding('signal_wrap')` is gone from Node 24), only the one that its own tests use.
 */
export function onTerminationSignal(listener: () => void): boolean {
  const Signal = signalHandle();
  if (Signal === undefined) return false;
  return terminationSignals.every((name) => {
    const handle = new Signal();
    handle.onsignal = listener;
    handle.unref();
    return handle.start(constants.signals[name]) === 0;
  });
}

function signalHandle(): (new () => SignalHandle) | undefined {
  try {
    const internal: InternalBinding = createRequire(import.meta.url)('internal/test/binding');
    return internal.internalBinding('signal_wrap').Signal;
  } catch {
    return undefined;
  }
}
