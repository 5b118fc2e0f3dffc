import type { CapacitySearch } from '@headroom/contract/capacity.ts';
import type { Growth } from '@headroom/contract/manifest.ts';
import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import { type Judged, judgedByEndpoint, stepsOf } from '../analyse/capacities.ts';
import { nextLevel } from '../model/capacity-search.ts';
import { endpointKey, loadOf } from '../model/level.ts';
import { usersThatMayWait } from '../model/open-loop.ts';
import { drawSeed, seededRandom } from '../random/seeded-random.ts';
import { longestWindow, rulesOf, windowOf } from './capacity-rules.ts';
import { requestTimeout } from './plan-trials.ts';
import { trialIdOf } from './trial-id.ts';

type CapacityGrowth = Extract<Growth, { kind: 'capacity' }>;

/** So many trials of a level that say nothing, for reasons of the machine, end its search. */
const mostVoid = 3;

/**
 * The next trial of each endpoint whose capacity is not known yet; none once all are. The endpoints take turns, so
 * that a slow drift of the machine falls on all of them alike.
 */
export function growCapacity(
  trials: readonly Trial[],
  growth: CapacityGrowth,
  seed: number,
  records: readonly TrialRecord[],
): Trial[] {
  const judged = judgedByEndpoint(records, growth);
  const searches = [...Map.groupBy(trials, endpointKey)];
  const next = searches.flatMap(([key, own]) => nextTrial(own, growth, judged.get(key) ?? []) ?? []);
  return withSeeds(next, seed + trials.length);
}

/** Trials with seeds of their own, always the same ones. */
export function withSeeds(trials: readonly Trial[], seed: number): Trial[] {
  const random = seededRandom(seed);
  return trials.map((trial) => ({ ...trial, seed: drawSeed(random) }));
}

function nextTrial(own: readonly Trial[], growth: CapacityGrowth, judged: readonly Judged[]): Trial | null {
  const [template] = own;
  if (template === undefined) return null;
  const level = nextLevel(stepsOf(judged), rulesOf(growth));
  if (level === null) return null;
  const before = judged.filter(({ record }) => loadOf(record.trial) === level);
  if (before.filter(({ verdict }) => verdict.state === 'void').length >= mostVoid) return null;
  const windows = before.map(({ verdict }) => (verdict.state === 'unresolved' ? verdict.windowSeconds : 0));
  const durationSeconds = Math.max(windowOf(growth, level), ...windows);
  if (durationSeconds > longestWindow(growth)) return null;
  const repeat = 1 + own.filter((trial) => loadOf(trial) === level).length;
  return atLevel(template, growth, level, durationSeconds, repeat);
}

/** The trial of an endpoint at another level, and of another length. */
export function atLevel(
  template: Trial,
  { model }: CapacitySearch,
  level: number,
  durationSeconds: number,
  repeat: number,
): Trial {
  const { warmupSeconds } = template;
  const load =
    model === 'open'
      ? { arrivalsPerSecond: level, vus: usersThatMayWait(level, warmupSeconds + durationSeconds) }
      : { arrivalsPerSecond: null, vus: level };
  return {
    ...template,
    ...load,
    trialId: trialIdOf({ ...template, ...load }, repeat),
    repeat,
    durationSeconds,
    requestTimeoutSeconds: requestTimeout(warmupSeconds, durationSeconds),
  };
}
