import { bystanderDuration, otherRequests } from '@headroom/contract/generator-summary.ts';
import { z } from 'zod';
import { readText } from './read-bytes.ts';

/** One second as the generator's dashboard output tells it; Unix time of the end of that second. */
export interface Snapshot {
  readonly atSeconds: number;
  /** Answers in that second; those to bystanders and to submissions of jobs are left out. */
  readonly answered: number;
  /** Null where there were such others: the generator tells only the median of all. */
  readonly medianLatencySeconds: number | null;
  readonly p95LatencySeconds: number | null;
  readonly p99LatencySeconds: number | null;
  /** Null where there were such others. */
  readonly failed: number | null;
  /** The others' failures included. */
  readonly failedOfAll: number;
  /** Those of bystanders included, like the failed ones. */
  readonly requestsOfAll: number;
  readonly bystanderMedianSeconds: number | null;
}

const lineSchema = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('param'),
    data: z.object({ aggregates: z.object({ trend: z.array(z.string()) }) }),
  }),
  z.object({ event: z.literal('metric'), data: z.record(z.string(), z.unknown()) }),
  z.object({ event: z.literal('snapshot'), data: z.array(z.array(z.number().nullable())) }),
  z.object({ event: z.enum(['start', 'stop', 'cumulative', 'config', 'threshold']) }),
]);

/**
 * Reads k6's dashboard record line by line. A snapshot is a list of values in the order of the sorted names
 * of all metrics announced so far. Gives a snapshot for a line that holds one, otherwise null.
 */
export function seriesReader(): (line: string) => Snapshot | null {
  let names: string[] = [];
  let trendStats: readonly string[] = [];

  return (text) => {
    const parsed = lineSchema.safeParse(parseLine(text));
    if (!parsed.success) return null;
    const line = parsed.data;
    if (line.event === 'param') trendStats = line.data.aggregates.trend;
    if (line.event === 'metric') names = [...new Set([...names, ...Object.keys(line.data)])].sort();
    if (line.event !== 'snapshot') return null;

    const valuesOf = (name: string) => line.data[names.indexOf(name)] ?? [];
    const time = valuesOf('time')[0];
    if (typeof time !== 'number') return null;
    const hasOthers = names.includes(otherRequests);
    const latency = (metric: string, stat: string): number | null => {
      const milliseconds = valuesOf(metric)[trendStats.indexOf(stat)];
      return typeof milliseconds === 'number' ? milliseconds / 1000 : null;
    };
    const ofLoad = (stat: string) => (hasOthers ? null : latency('http_req_duration', stat));
    const requests = valuesOf('http_reqs')[0] ?? 0;
    const [failedShare] = valuesOf('http_req_failed');
    return {
      atSeconds: time / 1000,
      answered: Math.max(0, requests - (valuesOf(otherRequests)[0] ?? 0)),
      medianLatencySeconds: ofLoad('med'),
      p95LatencySeconds: ofLoad('p(95)'),
      p99LatencySeconds: ofLoad('p(99)'),
      failed: hasOthers || typeof failedShare !== 'number' ? null : Math.round(failedShare * requests),
      requestsOfAll: requests,
      failedOfAll: Math.round((failedShare ?? 0) * requests),
      bystanderMedianSeconds: latency(bystanderDuration, 'med'),
    };
  };
}

/** Of a series that is there; a generator that failed may have begun none. */
export const linesOf = (file: string): string[] => readText(file)?.split('\n') ?? [];

/** What is in a line of it; null for one that was cut off. */
export function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The generator was cut off in the middle of a line.
    return null;
  }
}
