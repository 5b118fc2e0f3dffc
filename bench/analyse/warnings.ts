import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Cell, Warning } from '@headroom/contract/report.ts';
import { meanActiveUsers, usersAtWindowStart } from '../model/active-users.ts';
import { isClosed } from '../model/level.ts';
import { fellBehindBy, type OpenWindow } from '../model/open-loop.ts';
import { userTimeOf } from '../model/user-time.ts';
import { median } from '../statistics/median.ts';

import { percent } from '../words/in-words.ts';
import { coldLoneUser, type LoneUser } from './lone-user.ts';
import { clock } from './marks/clock.ts';
import { connecting } from './marks/connecting.ts';
import { failedRequests, refused } from './marks/failed-requests.ts';
import { otherAnswer } from './marks/other-answer.ts';
import { resent } from './marks/resent.ts';
import { starved } from './marks/starved.ts';
import { throttled } from './marks/throttled.ts';
import { unanswered } from './marks/unanswered.ts';
import { openWindowOf } from './open-window.ts';
import { sampleWarnings } from './sample-warnings.ts';
import { isDrifting } from './settled.ts';

/** Below so many the edges of a window may explain what does not fit. */
const fewRequests = 100;

/** From this share of its CPUs on, the generator may be what is measured. */
export const generatorSaturation = 0.8;

/** Marks that say why users, throughput and latency do not fit together, or that nothing follows if they do not. */
const explaining: readonly Warning['code'][] = [
  'refused',
  'other-answer',
  'starved',
  'unanswered',
  'growing',
];

/**
 * What a reader has to know before believing a cell; travels with it into every report.
 * @param subjectCpus how many CPUs the subject might use; null where that is not known
 * @param lone the lone user of its endpoint; null where there is none
 */
export function warningsOf(
  cell: Cell,
  records: readonly MeasuredRecord[],
  repeatsPlanned: number,
  subjectCpus: number | null,
  lone: LoneUser | null,
): Warning[] {
  const named = [
    failedRequests(cell, records),
    refused(cell, records),
    otherAnswer(cell, records, lone),
    lone === null || cell.vus > 1 ? null : coldLoneUser(lone),
    starved(cell, records),
    unanswered(records),
    resent(records),
    connecting(cell),
  ];
  return [
    ...named,
    isClosed(cell) ? censored(cell, named) : overloaded(cell, records),
    unsettled(cell, records, named),
    unsteady(cell),
    unfinishedRamp(records),
    continued(records),
    clock(records),
    saturatedGenerator(cell),
    droppedIterations(cell),
    withoutBaseline(cell),
    unansweredScrapes(cell),
    missingRepeats(cell, repeatsPlanned),
    poolOnOneCpu(cell, subjectCpus),
    throttled(records),
    ...sampleWarnings(records),
  ].filter((warning) => warning !== null);
}

function censored(cell: Cell, named: readonly (Warning | null)[]): Warning | null {
  // Who waits in vain is no matter of the window.
  if (named.some((mark) => mark?.code === 'starved')) return null;
  if (!cell.censored || cell.latencySeconds === null || cell.impliedLatencySeconds === null) return null;
  const observed = cell.latencySeconds.mean.toFixed(1);
  const implied = cell.impliedLatencySeconds.toFixed(1);
  return {
    code: 'censored',
    message: `The window is too short to see this latency: ${observed} s is the mean of the lucky ones, ${implied} s is what ${cell.vus} users at ${cell.throughputRps.toFixed(2)} requests per second imply.`,
  };
}

function overloaded(cell: Cell, records: readonly MeasuredRecord[]): Warning | null {
  if (!cell.censored) return null;
  const windows = records.map(openWindowOf);
  const sum = (figure: (window: OpenWindow) => number) =>
    windows.reduce((total, window) => total + figure(window), 0);
  const offered = Math.round(sum((window) => window.arrivalsPerSecond * window.windowSeconds));
  const missing = Math.round(sum(fellBehindBy));
  return {
    code: 'overloaded',
    message: `More was offered than was answered: of ${offered} requests due in the window ${missing} (${percent(missing / offered)}) were left over, so the quantiles are lower bounds.`,
  };
}

/** What none of the named causes explains. */
function unsettled(
  cell: Cell,
  records: readonly MeasuredRecord[],
  named: readonly (Warning | null)[],
): Warning | null {
  // A censored mean cannot obey the law; that mark says it already, as do those that name a cause.
  if (cell.latencySeconds === null || (isClosed(cell) && cell.censored)) return null;
  const explained = named.some((mark) => mark !== null && explaining.includes(mark.code));
  const times = records.map(userTimeOf).filter((time) => time !== null);
  // The law of the closed loop is silent on an open one, which can still drift.
  const off = median(times.map(({ missing }) => Math.abs(missing))) ?? 0;
  const allowed = median(times.map((time) => time.allowed)) ?? 0;
  const { trial } = records[0] as MeasuredRecord;
  const windowEnd = trial.warmupSeconds + trial.durationSeconds;
  const drifting = records.some(({ series }) => isDrifting(series, trial.warmupSeconds, windowEnd) === true);
  if (explained || (off <= allowed && !drifting)) return null;
  return {
    code: 'unsettled',
    message: drifting
      ? 'Throughput was still changing inside the window; a longer warm-up or duration may settle it.'
      : `Users, throughput and latency do not fit together (off by ${percent(off)}, allowed ${percent(allowed)}): the system was not steady in this window${cell.requests < fewRequests ? `, or too few requests ended in it (${cell.requests})` : ''}.`,
  };
}

/** Milder than unsettled: the median over the window holds, and yet the window is not all of one piece. */
function unsteady({ steadiness }: Cell): Warning | null {
  if (steadiness !== 'unsteady') return null;
  return {
    code: 'unsteady',
    message:
      'Throughput still moved inside most of its windows (MSER over their seconds); a longer warm-up or duration may settle it, and a busy machine may not.',
  };
}

function unfinishedRamp(records: readonly MeasuredRecord[]): Warning | null {
  const trial = (records[0] as MeasuredRecord).trial;
  if (!isClosed(trial)) return null;
  const started = usersAtWindowStart(trial);
  if (started === trial.vus) return null;
  return {
    code: 'ramp-unfinished',
    message: `Only ${started} of ${trial.vus} users had started when the window opened, on average ${meanActiveUsers(trial).toFixed(1)} were there; the ideal and the closed-loop law are of those.`,
  };
}

/** Part of what it measures may be what the users before have left. */
function continued(records: readonly MeasuredRecord[]): Warning | null {
  const trial = records.map((record) => record.trial).find(({ continues }) => continues !== null);
  if (trial === undefined) return null;
  return {
    code: 'continued',
    message: `The number of users was changed while the load ran (${trial.continues} came before): the subject was not fresh, may still have been at work on what they had asked for, and answers to users who were leaving count too.`,
  };
}

function saturatedGenerator({ generatorCpuShare }: Cell): Warning | null {
  if (generatorCpuShare === null || generatorCpuShare < generatorSaturation) return null;
  return {
    code: 'generator-saturated',
    message: `k6 used ${percent(generatorCpuShare)} of its CPUs: this may be the limit of k6 and not of the subject, so it takes no part in a verdict.`,
  };
}

function droppedIterations({ vus, arrivalsPerSecond, droppedIterations: dropped }: Cell): Warning | null {
  if (dropped === 0) return null;
  const message =
    arrivalsPerSecond === null
      ? `k6 could not start ${dropped} iterations in time.`
      : `${dropped} requests were dropped when they were due (warm-up included), because ${vus} were waiting and no more may at once.`;
  return { code: 'dropped-iterations', message };
}

function withoutBaseline({ effectiveConcurrency, arrivalsPerSecond, throughputRps }: Cell): Warning | null {
  if (effectiveConcurrency !== null || arrivalsPerSecond !== null || throughputRps === 0) return null;
  return {
    code: 'no-baseline',
    message: 'No trial at one user was measured, so the effective concurrency is unknown.',
  };
}

function unansweredScrapes({ metricsScrapes }: Cell): Warning | null {
  const unanswered = metricsScrapes.attempted - metricsScrapes.answered;
  if (unanswered === 0) return null;
  return {
    code: 'scrapes-unanswered',
    message: `${unanswered} of ${metricsScrapes.attempted} scrapes of the subject's metrics were not answered.`,
  };
}

function missingRepeats({ repeats }: Cell, planned: number): Warning | null {
  if (repeats >= planned) return null;
  return { code: 'repeats-missing', message: `${repeats} of ${planned} planned repeats were measured.` };
}

/** It is what the machine grants, and no fault of the pool. */
function poolOnOneCpu({ workload, strategy }: Cell, subjectCpus: number | null): Warning | null {
  const computes = workload === 'cpu' || workload === 'hash' || workload === 'mixed';
  if (subjectCpus !== 1 || !computes || (strategy !== 'pool' && strategy !== 'queue')) return null;
  return {
    code: 'one-cpu',
    message:
      'The subject was granted one CPU: here this can free the event loop, but not compute more at once.',
  };
}
