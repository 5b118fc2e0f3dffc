import type { Interval } from '@headroom/contract/interval.ts';
import type { MeasuredRecord, Trial } from '@headroom/contract/records.ts';
import type { Cell, Intervals } from '@headroom/contract/report.ts';
import { meanActiveUsers } from '../model/active-users.ts';
import { impliedLatency, isCensored, littleResidual } from '../model/littles-law.ts';
import { cpuPerRequestOf, latencyAt, meanLatencyOf, quantile, throughputOf } from '../model/trial-figures.ts';
import { median } from '../statistics/median.ts';
import { medianInterval } from '../statistics/median-interval.ts';
import { productOfMediansInterval } from '../statistics/ratio-interval.ts';
import { bystanderOf } from './bystander.ts';
import type { LoneUser } from './lone-user.ts';
import { starvedUsersOf } from './marks/starved.ts';
import { closedIdeal, type ServiceTime } from './service-times.ts';
import { steadinessOf } from './settled.ts';
import { answersPerUserOf, usersOf } from './users.ts';
import { warningsOf } from './warnings.ts';

/** Any fixed number will do, so that the same records give the same interval. */
const resamplingSeed = 1;

/**
 * One cell from its trials. The sample is the trial, not the request: every figure is the median over the
 * trials of that figure, never pooled; only counts are sums, and extremes are extremes.
 */
export function summariseCell(
  records: readonly MeasuredRecord[],
  service: ServiceTime,
  planned: number,
  subjectCpus: number | null = null,
  lone: LoneUser = {
    beforeSeconds: median(service.observed),
    afterSeconds: null,
    isCold: false,
    varies: false,
  },
): Cell {
  const cell = figuresOf(records, service);
  return { ...cell, warnings: warningsOf(cell, records, planned, subjectCpus, lone) };
}

/** A cell without its warnings. */
export function figuresOf(records: readonly MeasuredRecord[], service: ServiceTime): Cell {
  const { trial } = records[0] as MeasuredRecord;
  const thinkSeconds = (trial.thinkTime.minSeconds + trial.thinkTime.maxSeconds) / 2;
  const each = (figure: (record: MeasuredRecord) => number | null) => median(records.map(figure));
  const sum = (figure: (record: MeasuredRecord) => number) =>
    records.reduce((total, record) => total + figure(record), 0);

  const throughputRps = each(throughputOf) ?? 0;
  const alone = median(service.observed);
  const latencySeconds = latencyOf(records);
  const users = meanActiveUsers(trial);
  const impliedLatencySeconds = impliedLatency(users, throughputRps, thinkSeconds);
  const observedMean = latencySeconds?.mean ?? null;

  return {
    subject: trial.subject,
    endpoint: trial.endpoint,
    workload: trial.workload,
    strategy: trial.strategy,
    vus: trial.vus,
    arrivalsPerSecond: trial.arrivalsPerSecond,
    repeats: records.length,
    measuredSeconds: sum((record) => record.measuredSeconds),
    requests: sum((record) => record.requests),
    failedRequests: sum((record) => record.failedRequests),
    inFlightAtCutoff: each((record) => record.inFlightAtCutoff) ?? 0,
    users: usersOf(records),
    answersPerUser: answersPerUserOf(records),
    connectSeconds: each((record) => record.transport?.connectSeconds ?? null),
    droppedIterations: sum((record) => record.generator.droppedIterations),
    throughputRps,
    idealThroughputRps: closedIdeal(firstOf(records), service),
    latencySeconds,
    acceptedSeconds: acceptedOf(records),
    impliedLatencySeconds,
    littleResidual:
      observedMean === null ? null : littleResidual(users, throughputRps, observedMean, thinkSeconds),
    censored:
      observedMean !== null &&
      isCensored(
        users,
        throughputRps * trial.durationSeconds,
        thinkSeconds,
        observedMean,
        trial.durationSeconds,
      ),
    serviceSeconds: alone ?? service.declared,
    effectiveConcurrency: effectiveConcurrency(
      records.map(throughputOf),
      impliedLatency(users - (each(starvedUsersOf) ?? 0), throughputRps, thinkSeconds),
      service.observed,
    ),
    serverLatencyMeanSeconds: each((record) => record.subject.latencyMeanSeconds),
    longestStallSeconds: each((record) => record.subject.longestStallSeconds),
    loopUtilization: each((record) => record.subject.loopUtilization),
    subjectCpuSecondsPerRequest: each(cpuPerRequestOf),
    peakResidentBytes: wholeBytes(each((record) => record.subject.peakResidentBytes)),
    idleResidentBytes: wholeBytes(each((record) => record.subject.idleResidentBytes)),
    generatorCpuShare: each((record) => record.generator.cpuShare),
    bystander: bystanderOf(records),
    metricsScrapes: {
      attempted: sum((record) => record.scrapes.attempted),
      answered: sum((record) => record.scrapes.answered),
      slowestSeconds: highest(records.map((record) => record.scrapes.slowestSeconds)),
    },
    intervals: intervalsOf(records),
    steadiness: steadinessOf(records),
    warnings: [],
  };
}

function intervalsOf(records: readonly MeasuredRecord[]): Intervals {
  const of = (figure: (record: MeasuredRecord) => number | null) =>
    medianInterval(records.map(figure).filter((value) => value !== null));
  return {
    throughputRps: withEdges(of(throughputOf), records[0]?.measuredSeconds ?? 1),
    meanSeconds: of(meanLatencyOf),
    p50Seconds: of(latencyAt(50)),
    p95Seconds: of(latencyAt(95)),
    p99Seconds: of(latencyAt(99)),
    cpuSecondsPerRequest: of(cpuPerRequestOf),
  };
}

/** A window tells a rate to one answer: where a few came in each, trials that agree do not know it better. */
function withEdges(interval: Interval | null, windowSeconds: number): Interval | null {
  if (interval === null) return null;
  return { low: Math.max(0, interval.low - 1 / windowSeconds), high: interval.high + 1 / windowSeconds };
}

function latencyOf(records: readonly MeasuredRecord[]): Cell['latencySeconds'] {
  const answered = records.filter(({ latency }) => latency !== null);
  const mean = median(answered.map(meanLatencyOf));
  const max = highest(answered.map(({ latency }) => latency?.max ?? null));
  if (mean === null || max === null) return null;
  const at = (percent: number) => median(answered.map(latencyAt(percent)));
  return { mean, p50: at(50), p95: at(95), p99: at(99), max };
}

function acceptedOf(records: readonly MeasuredRecord[]): Cell['acceptedSeconds'] {
  const accepting = records.flatMap(({ accepted, requests }) =>
    accepted === null ? [] : [{ accepted, requests }],
  );
  const mean = median(accepting.map(({ accepted }) => accepted.mean));
  if (mean === null) return null;
  const at = (percent: number) =>
    median(accepting.map(({ accepted, requests }) => quantile(accepted, percent, requests)));
  return { mean, p50: at(50), p95: at(95) };
}

/**
 * k = X S: how many requests are being served at once, with S the latency of a user who is alone. While
 * users hardly wait for one another (their latency is within a tenth of S) the server could do more.
 * @param impliedSeconds what those wait who are answered
 */
function effectiveConcurrency(
  throughputs: readonly number[],
  impliedSeconds: number | null,
  aloneSeconds: readonly number[],
): Cell['effectiveConcurrency'] {
  const [throughput, alone] = [median(throughputs), median(aloneSeconds)];
  if (throughput === null || alone === null) return null;
  const waiting = impliedSeconds !== null && impliedSeconds > 1.1 * alone;
  return {
    value: throughput * alone,
    bound: waiting ? 'estimate' : 'lower',
    interval: productOfMediansInterval(throughputs, aloneSeconds, resamplingSeed),
  };
}

/** The median of two may lie between two bytes. */
function wholeBytes(bytes: number | null): number | null {
  return bytes === null ? null : Math.round(bytes);
}

function highest(values: readonly (number | null)[]): number | null {
  const present = values.filter((value) => value !== null);
  return present.length === 0 ? null : Math.max(...present);
}

/** The trials of a cell differ in nothing but their repeat and its seed: one of them stands for the plan of all. */
function firstOf(records: readonly MeasuredRecord[]): Trial {
  return records.map(({ trial }) => trial).reduce((a, b) => (b.repeat < a.repeat ? b : a));
}
