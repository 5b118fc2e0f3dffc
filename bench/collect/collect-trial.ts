import { BenchError } from '@headroom/contract/errors.ts';
import type { GeneratorSummary } from '@headroom/contract/generator-summary.ts';
import { generatorSummarySchema } from '@headroom/contract/generator-summary-schema.ts';
import {
  type Latency,
  type MeasuredRecord,
  type Reason,
  type Second,
  schemaVersion,
  type Trial,
  type TrialRecord,
} from '@headroom/contract/records.ts';
import { routeOf } from '@headroom/contract/routes.ts';
import type { UserNotes } from '@headroom/contract/user-notes.ts';
import { isClosed } from '../model/level.ts';
import type { Usage } from '../runtime/runtime.ts';
import type { Sample, TrialOutcome } from '../runtime/trial-outcome.ts';
import { dashboardGap } from './dashboard-gap.ts';
import { clockAhead } from './generator-clock.ts';
import { demandNoGap, signsIn } from './generator-gap.ts';
import { mergeLatency } from './merge-latency.ts';
import { noAnswer } from './no-answer.ts';
import { readText } from './read-bytes.ts';
import { readNotes } from './read-notes.ts';
import { linesOf, seriesReader } from './series.ts';
import { subjectView } from './subject-view.ts';
import { increaseOver, isInside, type Window } from './window.ts';

type Completed = Extract<TrialOutcome, { state: 'completed' }>;

/**
 * Turns what came of a trial into its record, in base units. A trial whose files cannot be understood is
 * excluded with the reason, like one that failed.
 */
export function collectTrial(outcome: TrialOutcome): TrialRecord {
  switch (outcome.state) {
    case 'completed':
      return collectCompleted(outcome);
    case 'failed':
      return excluded(outcome.trial, outcome.reason);
    case 'aborted':
      return excluded(outcome.trial, { code: 'BENCH_TRIAL_INTERRUPTED', message: 'stopped by a signal' });
    default:
      return outcome satisfies never;
  }
}

function collectCompleted(outcome: Completed): TrialRecord {
  const { trial, files, samples, span, idle, generatorCpus, others } = outcome;
  try {
    const summary = readSummary(files.summary);
    if (summary.startedAt === null) throw unreadable('k6 ended without having started a user');
    const lines = linesOf(files.series);
    const signs = signsIn(lines);
    const clockAheadSeconds = clockAhead(signs, span);
    demandNoGap(signs, loadOf(trial, summary.startedAt), samples);
    const series = readSeries(lines, summary.startedAt);
    const notes = readNotes(files.notes, trial.vus);
    // Nobody knows when they were taken, as k6 counts.
    const matched = clockAheadSeconds === null ? samples : [];
    const observed = { trial, summary, notes, series, samples: matched, idle, generatorCpus, others };
    return { ...measured(observed), clockAheadSeconds, dashboardGap: dashboardGap(files.generatorLog) };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return excluded(trial, { code: error.code, message: error.message });
  }
}

/** What is known of a trial whose window has closed. */
export interface Observed {
  readonly trial: Trial;
  readonly summary: GeneratorSummary;
  /** Null where its users noted nothing down. */
  readonly notes: UserNotes | null;
  readonly series: readonly Second[];
  readonly samples: readonly Sample[];
  readonly idle: Usage | null;
  readonly generatorCpus: number;
  /** Who may use those beside the generator; null where that is not known. */
  readonly others: readonly string[] | null;
}

/** @throws BenchError BENCH_TRIAL_NO_ANSWER, BENCH_TRIAL_UNANSWERED */
export function measured(observed: Observed): MeasuredRecord {
  const { trial, summary, notes, series, samples, idle, generatorCpus, others } = observed;
  const startedAt = summary.startedAt ?? 0;
  const from = startedAt + trial.warmupSeconds;
  const window = { from, to: from + trial.durationSeconds };
  const failedRequests = Object.values(summary.failures).reduce((sum, count) => sum + count, 0);
  const requests = countOf(summary.within) + countOf(summary.straddling) + failedRequests;
  // In the open model whoever is free sends what is due.
  const users = isClosed(trial) ? (notes?.users ?? null) : null;
  if (requests === 0) throw noAnswer({ trial, users, series, scrapes: scrapesOf(samples, window) });
  const latency = mergeLatency(summary.within, summary.straddling);
  return {
    schemaVersion,
    state: 'measured',
    trial,
    startedAt,
    measuredSeconds: trial.durationSeconds,
    requests,
    failedRequests,
    failures: summary.failures,
    inFlightAtCutoff: Math.max(0, trial.vus - summary.idleUsersAtCutoff),
    users,
    transport: summary.transport,
    looked: notes?.looked ?? null,
    clockAheadSeconds: null,
    dashboardGap: null,
    latency,
    accepted: summary.accepted && latencyOf(summary.accepted),
    series: [...series],
    subject: subjectView(
      samples,
      idle,
      routeOf(trial.subject, trial.request?.path ?? trial.endpoint, trial.strategy),
      window,
      latency?.mean ?? null,
    ),
    bystander: summary.bystander && {
      sent: summary.bystander.sent,
      failed: summary.bystander.failed,
      answered: countOf(summary.bystander.answered),
      latency: latencyOf(summary.bystander.answered),
    },
    generator: {
      ...usedOver(window, samples, 'generatorCpuSeconds', generatorCpus),
      droppedIterations: summary.droppedIterations,
    },
    others: others && {
      names: [...others],
      cpuShare: usedOver(window, samples, 'othersCpuSeconds', generatorCpus).cpuShare,
    },
    scrapes: scrapesOf(samples, window),
  };
}

/** The record of a trial that says nothing, and why. */
export function excluded(trial: Trial, reason: Reason): TrialRecord {
  return { schemaVersion, state: 'excluded', trial, reason };
}

function readSummary(file: string): GeneratorSummary {
  const content = readText(file) ?? '';
  if (content === '') throw unreadable('k6 ended without writing its summary');
  try {
    return generatorSummarySchema.parse(JSON.parse(content));
  } catch (cause) {
    throw unreadable(
      `k6 wrote a summary of another form, which begins ${JSON.stringify(content.slice(0, 80))}`,
      cause,
    );
  }
}

function unreadable(what: string, cause?: unknown): BenchError {
  return new BenchError(
    'BENCH_GENERATOR_UNREADABLE',
    `${what}; is it the k6 that \`headroom doctor\` names?`,
    { cause },
  );
}

function latencyOf(sample: GeneratorSummary['within']): Latency | null {
  return mergeLatency(sample, { state: 'empty' });
}

function countOf(sample: GeneratorSummary['within']): number {
  return sample.state === 'some' ? sample.count : 0;
}

/** Warm-up and window of a trial, in Unix seconds. */
export const loadOf = ({ warmupSeconds, durationSeconds }: Trial, startedAt: number): Window => ({
  from: startedAt,
  to: startedAt + warmupSeconds + durationSeconds,
});

function readSeries(lines: readonly string[], startedAt: number): Second[] {
  const read = seriesReader();
  return lines.flatMap((line) => {
    const snapshot = read(line);
    if (snapshot === null || snapshot.atSeconds <= startedAt) return [];
    const { answered, medianLatencySeconds } = snapshot;
    return [{ atSeconds: round(snapshot.atSeconds - startedAt), answered, medianLatencySeconds }];
  });
}

/** @param cpus of the generator */
function usedOver(
  window: Window,
  samples: readonly Sample[],
  figure: 'generatorCpuSeconds' | 'othersCpuSeconds',
  cpus: number,
) {
  const readings = samples.flatMap(({ atSeconds, [figure]: value }) =>
    value === null ? [] : [{ atSeconds, value }],
  );
  const cpuSeconds = increaseOver(window, readings);
  return {
    cpuSeconds,
    cpuShare: cpuSeconds === null ? null : cpuSeconds / ((window.to - window.from) * cpus),
  };
}

function scrapesOf(samples: readonly Sample[], window: Window) {
  const inside = samples.filter(({ atSeconds, asked }) => asked && isInside(window, atSeconds));
  const times = inside.flatMap(({ scrapeSeconds }) => (scrapeSeconds === null ? [] : [scrapeSeconds]));
  return {
    attempted: inside.length,
    answered: times.length,
    slowestSeconds: times.length === 0 ? null : Math.max(...times),
  };
}

/** Milliseconds are as fine as the clock of the series. */
function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
