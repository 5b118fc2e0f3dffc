import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { watchGarbageCollection } from './gc.ts';
import { startHeartbeat } from './heartbeat.ts';
import { listenError } from './listen-error.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { flag, sharedState } from './shared-state.ts';
import { signalThreadFlags, terminationSignals } from './termination-signals.ts';
import type { ThreadData, ThreadReport } from './thread-protocol.ts';

export interface LoopMetricsOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** For how long the loop may stay blocked after SIGTERM or SIGINT before the process is ended. Default 5. */
  readonly stallLimitSeconds?: number;
  /**
   * Whether the end of the parent process counts as a termination signal, for a worker of `node:cluster`: that its
   * channel is gone, a blocked loop does not see. Default false.
   */
  readonly endWithParent?: boolean;
}

export interface LoopMetrics {
  /** Where requests are counted; see `recordFastify` and `recordHttpServer`. */
  readonly recorder: Recorder;
  /** The port on which `GET /metrics` is answered. */
  readonly port: number;
  /** Whether SIGTERM or SIGINT has come, or the parent ended with which to end: known here also before the main thread's own handlers can run. */
  closing(): boolean;
  /** Ends the listener and the watch on the loop. */
  close(): Promise<void>;
}

/**
 * Watches the event loop of the calling thread, which must be the main one, and serves its metrics from another
 * thread. From then on SIGTERM and SIGINT no longer end the process by default: it must handle them itself.
 * Rejects with the system's error (its `code` is `EADDRINUSE` where the port is taken), naming host and port.
 */
export async function startLoopMetrics({
  host,
  port,
  stallLimitSeconds = 5,
  endWithParent = false,
}: LoopMetricsOptions): Promise<LoopMetrics> {
  const state = sharedState();
  const stopHeartbeat = startHeartbeat(state);
  const stopGarbageCollection = watchGarbageCollection(state);
  const workerData: ThreadData = {
    buffer: state.buffer,
    host,
    port,
    stallLimitSeconds,
    parentPid: endWithParent ? process.ppid : undefined,
    processStartSeconds: Math.round(performance.timeOrigin / 1000),
  };
  const thread = new Worker(new URL('./metrics-thread.ts', import.meta.url), {
    workerData,
    execArgv: signalThreadFlags,
  });
  const markClosing = (): void => {
    Atomics.store(state.flags, flag.closing, 1);
  };
  const close = async (): Promise<void> => {
    stopHeartbeat();
    stopGarbageCollection();
    for (const signal of terminationSignals) process.off(signal, markClosing);
    await thread.terminate();
  };

  const [report]: ThreadReport[] = await once(thread, 'message');
  if (report?.state !== 'listening') {
    await close();
    throw listenError(host, port, report);
  }
  // Without its own view of signals the thread learns of them late, when the blocked loop turns again.
  if (!report.seesSignals) for (const signal of terminationSignals) process.on(signal, markClosing);
  thread.unref();

  return {
    recorder: createRecorder(state, (announcement) => thread.postMessage(announcement)),
    port: report.port,
    closing: () => Atomics.load(state.flags, flag.closing) === 1,
    close,
  };
}
