import type { Trial } from '@headroom/contract/records.ts';
import type { Cell } from '@headroom/contract/report.ts';
import type { Scaling } from '@headroom/contract/scaling.ts';
import { classify } from '../model/classify.ts';
import { endpointKey, isClosed } from '../model/level.ts';
import type { LevelFigures, UnfitMark } from '../model/level-figures.ts';
import { isOfSome } from './cell-figures.ts';
import { hasMark } from './has-mark.ts';
import { takesTimeToConnect } from './marks/connecting.ts';
import { generatorSaturation } from './warnings.ts';

/**
 * How each endpoint of each subject serves several users at once, from its cells at different numbers of users and
 * from the baseline at one user where the plan had no such cell. Cells at a given rate of requests take no part.
 * @param trials that the cells are of, for their think times
 * @param subjectCpus how many CPUs the subject might use; null where that is not known
 */
export function scalingOf(
  cells: readonly Cell[],
  baselines: readonly Cell[],
  trials: readonly Trial[],
  subjectCpus: number | null,
): Scaling[] {
  const closed = cells.filter(isClosed);
  const groups = Map.groupBy(closed, endpointKey);
  const thinkTimes = new Map(trials.map((trial) => [endpointKey(trial), meanThinkSeconds(trial)]));
  return [...groups].flatMap(([name, levels]) => {
    const thinkSeconds = thinkTimes.get(name);
    const [first] = levels;
    if (first === undefined || thinkSeconds === undefined) return [];
    const lone = levels.some(({ vus }) => vus === 1)
      ? []
      : baselines.filter((cell) => endpointKey(cell) === name);
    const system = { levels: [...lone, ...levels].map(levelOf), thinkSeconds, subjectCpus };
    return [{ subject: first.subject, endpoint: first.endpoint, ...classify(system) }];
  });
}

const meanThinkSeconds = ({ thinkTime }: Trial): number => (thinkTime.minSeconds + thinkTime.maxSeconds) / 2;

const unfitMarks: readonly UnfitMark[] = ['other-answer', 'unanswered', 'growing'];

const unfitFor = (cell: Cell): UnfitMark | null => unfitMarks.find((mark) => hasMark(cell, mark)) ?? null;

/** A cell of the closed model as a level of its endpoint. */
export function levelOf(cell: Cell): LevelFigures {
  const { latencySeconds: latency, intervals } = cell;
  const isSlowToConnect = takesTimeToConnect(cell);
  return {
    users: cell.vus,
    throughputRps: cell.throughputRps,
    throughputInterval: intervals.throughputRps,
    completions: cell.requests - cell.failedRequests,
    windowSeconds: cell.measuredSeconds / Math.max(1, cell.repeats),
    latency:
      latency === null
        ? null
        : {
            meanSeconds: latency.mean + (cell.connectSeconds ?? 0),
            meanInterval: isSlowToConnect ? null : intervals.meanSeconds,
            // Of the latency alone, which is not all that a user waits.
            p50Seconds: isSlowToConnect ? null : latency.p50,
            p95Seconds: isSlowToConnect ? null : latency.p95,
            maxSeconds: isSlowToConnect ? null : latency.max,
          },
    // Where others are not answered, what everybody would wait in turn is what tells.
    censored: isOfSome(cell),
    unsettled: hasMark(cell, 'unsettled', 'ramp-unfinished'),
    failedRequests: cell.failedRequests,
    answersPerUser: cell.answersPerUser,
    starvedUsers:
      hasMark(cell, 'starved') && cell.users !== null ? cell.users.there - cell.users.answered : 0,
    unfitFor: unfitFor(cell),
    generatorSaturated: (cell.generatorCpuShare ?? 0) >= generatorSaturation,
    cpuSecondsPerRequest: cell.subjectCpuSecondsPerRequest,
    // Its share is of one CPU or more.
    generatorSecondsPerRequest:
      cell.generatorCpuShare === null || cell.throughputRps === 0
        ? null
        : cell.generatorCpuShare / cell.throughputRps,
    longestStallSeconds: cell.longestStallSeconds,
    loopUtilization: cell.loopUtilization,
    serverMeanSeconds: cell.serverLatencyMeanSeconds,
  };
}
