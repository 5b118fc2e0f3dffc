import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Registry } from 'prom-client';
import { listenError } from './listen-error.ts';
import { mergePages, neverBack, type Page, parsePage, writePage } from './merge-pages.ts';
import { type Metric, register } from './metric.ts';
import { listenForScrapes } from './metrics-listener.ts';
import { processMetrics } from './process-metrics.ts';

/** A worker that takes longer for its page is left out of it. */
const answerLimitSeconds = 1;

export interface MergedMetrics {
  /** The port on which `GET /metrics` is answered. */
  readonly port: number;
  /**
   * Takes in a worker whose `startLoopMetrics` listens on `port` of 127.0.0.1. The function returned is to be called
   * when the worker has ended: what it had counted as of the last scrape stays, what it counted after is lost.
   */
  add(port: number): () => void;
  /** Ends the listener. */
  close(): Promise<void>;
}

interface WorkerPage {
  readonly port: number;
  /** As of the last scrape that was answered. */
  last: Page;
}

/**
 * Serves the metrics of several processes, and the calling one's use of the machine, as if they were one: its page
 * has the names and labels of theirs. No counter steps back when a worker ends or does not answer. The calling
 * process must not block its own event loop. Rejects as `startLoopMetrics` does.
 */
export async function serveMergedMetrics({
  host,
  port,
}: {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}): Promise<MergedMetrics> {
  const workers = new Set<WorkerPage>();
  let ended: Page = new Map();
  let shown: Page = new Map();
  let byState = { answered: 0, silent: 0 };

  const own = new Registry();
  const startSeconds = Math.round(performance.timeOrigin / 1000);
  const workersMetric = workersByState(() => byState);
  for (const metric of [...processMetrics(startSeconds), workersMetric]) register(own, metric);

  const gather = async (): Promise<string> => {
    const answers = await Promise.all([...workers].map(ask));
    // One that has ended meanwhile is among those that have.
    const living = answers.filter(({ worker }) => workers.has(worker));
    const current = living.flatMap(({ page }) => page ?? []);
    const past = living.flatMap(({ worker, page }) => (page === undefined ? [worker.last] : []));
    byState = { answered: current.length, silent: past.length };
    const ownPage = parsePage(await own.metrics());
    shown = neverBack(shown, mergePages([ownPage, ...current], [...past, ended]));
    return writePage(shown);
  };

  const server = await listenForScrapes(gather, own.contentType, { host, port }).catch((error) => {
    throw listenError(host, port, error);
  });
  return {
    port: (server.address() as AddressInfo).port,
    add(workerPort) {
      const worker: WorkerPage = { port: workerPort, last: new Map() };
      workers.add(worker);
      return () => {
        if (workers.delete(worker)) ended = mergePages([], [ended, worker.last]);
      };
    },
    close: () => closeNow(server),
  };
}

async function ask(worker: WorkerPage): Promise<{ worker: WorkerPage; page: Page | undefined }> {
  try {
    const signal = AbortSignal.timeout(answerLimitSeconds * 1000);
    const response = await fetch(`http://127.0.0.1:${worker.port}/metrics`, { signal });
    const page = parsePage(await response.text());
    worker.last = page;
    return { worker, page };
  } catch {
    return { worker, page: undefined };
  }
}

const workersByState = (read: () => Readonly<Record<string, number>>): Metric => ({
  name: 'nodejs_cluster_workers',
  help: `Workers by whether they answered this scrape within ${answerLimitSeconds} s: the gauges are without those that are silent, and the counters have what they last said.`,
  type: 'gauge',
  read: () => Object.entries(read()).map(([state, value]) => ({ labels: { state }, value })),
});

function closeNow(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  return closed;
}
