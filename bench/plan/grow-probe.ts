import type { Growth, RunPlan } from '@headroom/contract/manifest.ts';
import type { MeasuredRecord, Trial, TrialRecord } from '@headroom/contract/records.ts';
import type { Cell } from '@headroom/contract/report.ts';
import { hasMark } from '../analyse/has-mark.ts';
import { gotFaster } from '../analyse/lone-user.ts';
import { measuredCells } from '../analyse/measured-cells.ts';
import { levelOf, scalingOf } from '../analyse/scaling.ts';
import { loadSeconds } from '../model/load-seconds.ts';
import { fewestUsers, nextProbeLevel } from '../model/next-probe-level.ts';
import { withSeeds } from './grow-capacity.ts';
import { probeTrialId } from './plan-probe.ts';
import { requestTimeout } from './plan-trials.ts';
import { longerWindowOf, windowOf } from './probe-window.ts';

type ProbeGrowth = Extract<Growth, { kind: 'probe' }>;

/** So many levels more are tried where those past the knee do not tell. */
const mostFurther = 1;

/**
 * The next level of a probe; none once the knee is behind, no more users or time are allowed, or a level could not
 * be measured, since more users are no kinder to the service.
 */
export function growProbe(
  trials: readonly Trial[],
  growth: ProbeGrowth,
  seed: number,
  records: readonly TrialRecord[],
): Trial[] {
  const [template] = trials;
  const measured = records.filter((record) => record.state === 'measured');
  if (template === undefined || measured.length < trials.length) return [];
  if (measured.some(failedMostly)) return [];
  const cells = cellsOf(trials, measured);
  const users = nextUsers(trials, growth, cells);
  const isOver = users === null || cells.some(isOtherAnswer);
  const nextLevel = (level: number): Trial => {
    const trial = atUsers(template, level, growth, measured, cells.some(isUnsettled));
    // What was measured before the lone user was asked again met cold code, and is measured anew.
    return trials.some(({ afterLoad }) => afterLoad) ? again(trial) : trial;
  };
  const asksAgain = !trials.some(({ afterLoad }) => afterLoad) && isLoneUserDoubtful(cells, measured, isOver);
  if (isOver && !asksAgain) return [];
  const next = users === null || asksAgain ? again(template) : nextLevel(users);
  const seconds = [...trials, next].reduce((sum, trial) => sum + loadSeconds(trial), 0);
  return seconds > growth.loadSecondsMost ? [] : withSeeds([next], seed + trials.length);
}

/** More users would be given no other. */
const isOtherAnswer = (cell: Cell): boolean => hasMark(cell, 'other-answer');

/** Whether others are served quicker than the lone user was, or he himself was in the end. */
const isLoneUserDoubtful = (
  cells: readonly Cell[],
  measured: readonly MeasuredRecord[],
  isOver: boolean,
): boolean =>
  cells.some((cell) => hasMark(cell, 'cold-lone-user') || isOtherAnswer(cell)) ||
  (isOver && measured.some((record) => record.trial.vus === 1 && gotFaster(record)));

/** On the same service, after its load. */
const again = (trial: Trial): Trial => ({ ...trial, trialId: `${trial.trialId}-again`, afterLoad: true });

/** A level at which most requests fail says what is too much, and nothing of the speed. */
const failedMostly = ({ requests, failedRequests }: MeasuredRecord): boolean => failedRequests > requests / 2;

function nextUsers(
  trials: readonly Trial[],
  { usersMost }: ProbeGrowth,
  cells: readonly Cell[],
): number | null {
  const levels = cells.map(levelOf).sort((a, b) => a.users - b.users);
  const thinkSeconds = thinkSecondsOf(trials);
  const next = nextProbeLevel(levels, thinkSeconds, usersMost);
  if (next !== null) return next;
  const [found] = scalingOf(cells, [], trials, null);
  if (found?.classification !== 'unknown') return null;
  return nextProbeLevel(levels, thinkSeconds, usersMost, mostFurther);
}

const cellsOf = (trials: readonly Trial[], measured: readonly MeasuredRecord[]): Cell[] =>
  measuredCells(measured, trials, null).map(({ cell }) => cell);

/** Few users show by chance alone what would be worth a longer look at more of them. */
const isUnsettled = (cell: Cell): boolean => cell.vus >= fewestUsers && levelOf(cell).unsettled;

const thinkSecondsOf = ([first]: readonly Trial[]): number =>
  first === undefined ? 0 : (first.thinkTime.minSeconds + first.thinkTime.maxSeconds) / 2;

function atUsers(
  template: Trial,
  vus: number,
  growth: ProbeGrowth,
  measured: readonly MeasuredRecord[],
  takesLonger: boolean,
): Trial {
  const alone = measured.findLast(({ trial }) => trial.vus === 1)?.latency?.mean ?? 0;
  const thinkSeconds = thinkSecondsOf([template]);
  const window = (takesLonger ? longerWindowOf : windowOf)(alone, growth, thinkSeconds);
  return {
    ...template,
    ...window,
    trialId: probeTrialId({ vus, arrivalsPerSecond: null }),
    vus,
    start: { kind: 'staggered', overSeconds: alone + thinkSeconds },
    requestTimeoutSeconds: requestTimeout(window.warmupSeconds, window.durationSeconds),
  };
}

/** Whether it was for the time alone that no more users were tried. */
export function isCutByTime({ trials, growth }: RunPlan, records: readonly TrialRecord[]): boolean {
  if (growth.kind !== 'probe') return false;
  const measured = records.filter((record) => record.state === 'measured');
  if (measured.length < trials.length || measured.some(failedMostly)) return false;
  const cells = cellsOf(trials, measured);
  return !cells.some(isOtherAnswer) && nextUsers(trials, growth, cells) !== null;
}
