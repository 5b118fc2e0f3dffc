import type { ServiceLevel } from '@headroom/contract/capacity.ts';
import type { MeasuredRecord, TrialRecord } from '@headroom/contract/records.ts';
import { isOverloaded } from '../model/open-loop.ts';
import { throughputOf } from '../model/trial-figures.ts';
import { percent, rps, seconds } from '../words/in-words.ts';
import { quantileAt } from './level-quantile.ts';
import { openWindowOf } from './open-window.ts';
import { generatorSaturation } from './warnings.ts';

/** Whether a service level held in a trial. */
export type LevelVerdict =
  | { readonly state: 'held' }
  | {
      readonly state: 'broke';
      readonly reason: string;
      /** What was answered a second where that was the limit. */
      readonly answeredRps: number | null;
      readonly hopeless: boolean;
      /** The generator had no CPU to spare: it may be what broke. */
      readonly saturated: boolean;
    }
  /** Too few requests to know the quantile; a window of so many seconds would have enough. */
  | { readonly state: 'unresolved'; readonly windowSeconds: number }
  /** Nothing can be said of the load: the machine or the generator failed. */
  | { readonly state: 'void'; readonly reason: string };

const failedShare = 0.01;
const answeredShare = 0.95;
/** A quantile is known when that many requests lie beyond it; two more are granted for the edges of the window. */
const beyond = 5;
const margin = 2;

/** What a load does to a subject, rather than a machine to a trial. */
const brokenBy = ['BENCH_TRIAL_NO_ANSWER', 'BENCH_TRIAL_UNANSWERED', 'BENCH_SUBJECT_EXITED'];

/** The window, in seconds, in which so many requests a second are enough to know the quantile. */
export function windowToResolve({ percent: of }: ServiceLevel, requestsPerSecond: number): number {
  return Math.ceil((beyond / (1 - of / 100) + margin) / requestsPerSecond - 1e-9);
}

/**
 * Whether the level holds in the trial. It breaks when the quantile of all that were due is above it (what is left
 * over counts as slower than any other), when over 1 % of the answers failed, or, in the open model, when less than
 * 95 % of what was offered was answered.
 */
export function judgeServiceLevel(record: TrialRecord, slo: ServiceLevel): LevelVerdict {
  if (record.state === 'measured') return judgeMeasured(record, slo);
  const { code, message } = record.reason;
  return brokenBy.includes(code) ? broken(message) : { state: 'void', reason: message };
}

function judgeMeasured(record: MeasuredRecord, slo: ServiceLevel): LevelVerdict {
  const saturated = (record.generator.cpuShare ?? 0) >= generatorSaturation;
  const { requests, failedRequests } = record;
  if (failedRequests > failedShare * requests) {
    return broken(`${percent(failedRequests / requests)} of the requests failed`, { saturated });
  }
  const answeredRps = throughputOf(record);
  if (isBehind(record)) {
    const reason = `${rps(answeredRps)} of ${record.trial.arrivalsPerSecond} were answered`;
    return broken(reason, { saturated, answeredRps });
  }
  const found = quantileAt(record, slo);
  if (found?.bound === 'lower') {
    return broken(`p${slo.percent} lies among the requests that were left unanswered`, { saturated });
  }
  if (found !== null && found.value <= slo.seconds) return { state: 'held' };
  const leastSeconds = record.latency?.min ?? Number.POSITIVE_INFINITY;
  if (leastSeconds > slo.seconds) {
    // Under a queue the quickest has waited too: then a lighter load may still hold.
    const hopeless = !isQueueing(record);
    const so = hopeless ? ', so that no load can hold' : '';
    return broken(`even the quickest answer took ${seconds(leastSeconds)}${so}`, { saturated, hopeless });
  }
  if (found !== null) return broken(`p${slo.percent} was ${seconds(found.value)}`, { saturated });
  return { state: 'unresolved', windowSeconds: longerWindow(record, slo) };
}

type Broken = Extract<LevelVerdict, { state: 'broke' }>;

function broken(reason: string, more: Partial<Omit<Broken, 'state' | 'reason'>> = {}): Broken {
  return { state: 'broke', reason, answeredRps: null, hopeless: false, saturated: false, ...more };
}

/** In the open model: less than 95 % was answered, one request at the edge of the window aside. */
function isBehind({ trial, requests, failedRequests, measuredSeconds }: MeasuredRecord): boolean {
  const due = (trial.arrivalsPerSecond ?? 0) * measuredSeconds;
  return requests - failedRequests + 1 < answeredShare * due;
}

function longerWindow(record: MeasuredRecord, slo: ServiceLevel): number {
  const { measuredSeconds } = record;
  const enough = windowToResolve(slo, Math.max(throughputOf(record), 1 / measuredSeconds));
  return Math.max(enough, Math.ceil(1.2 * measuredSeconds));
}

/** Whether requests may have waited for one another: a lone one says what the service takes by itself. */
function isQueueing(record: MeasuredRecord): boolean {
  if (record.trial.arrivalsPerSecond === null) return record.trial.vus > 1;
  return isOverloaded(openWindowOf(record)) || (record.subject.loopUtilization ?? 1) > 0.9;
}
