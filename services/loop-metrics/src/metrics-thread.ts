import type { AddressInfo } from 'node:net';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Registry } from 'prom-client';
import { eventLoopMetrics } from './event-loop-metrics.ts';
import { gcMetrics } from './gc-metrics.ts';
import { register } from './metric.ts';
import { listenForScrapes } from './metrics-listener.ts';
import { processMetrics } from './process-metrics.ts';
import { requestMetrics } from './request-metrics.ts';
import type { SeriesAnnouncement } from './series.ts';
import { flag, sharedState } from './shared-state.ts';
import { onTerminationSignal } from './termination-signals.ts';
import type { ThreadData, ThreadReport } from './thread-protocol.ts';
import { startWatchdog } from './watchdog.ts';

const { buffer, host, port, stallLimitSeconds, parentPid, processStartSeconds } = workerData as ThreadData;
const main = parentPort as MessagePort;
const state = sharedState(buffer);
const requests = requestMetrics(state);
const registry = new Registry();

for (const metric of [
  ...requests.metrics,
  ...eventLoopMetrics(state),
  ...gcMetrics(state),
  ...processMetrics(processStartSeconds),
]) {
  register(registry, metric);
}

main.on('message', (announcement: SeriesAnnouncement) => requests.announced(announcement));

const report = (message: ThreadReport): void => main.postMessage(message);
try {
  const page = async () => {
    const text = await registry.metrics();
    Atomics.add(state.flags, flag.scrapes, 1);
    return text;
  };
  const listener = await listenForScrapes(page, registry.contentType, { host, port });
  const seesSignals = onTerminationSignal(() => Atomics.store(state.flags, flag.closing, 1));
  startWatchdog(state, stallLimitSeconds, parentPid);
  report({ state: 'listening', port: (listener.address() as AddressInfo).port, seesSignals });
} catch (error) {
  // A message carries an error without its code.
  const { code, message } = error as NodeJS.ErrnoException;
  report({ state: 'failed', code, message });
}
