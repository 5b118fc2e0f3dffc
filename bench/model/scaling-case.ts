import { type FitLevel, fitLevel, spreadOf, unfitBecause } from './fit-level.ts';
import type { LevelFigures, SystemFigures } from './level-figures.ts';
import { findPlateau, type Plateau } from './plateau.ts';
import {
  type ContentionFit,
  fitContention,
  fitDelay,
  fitPool,
  type PoolFit,
  type ServerFit,
} from './server-models.ts';

/** All that a judgement rests on. */
export interface Case {
  readonly thinkSeconds: number;
  readonly subjectCpus: number | null;
  readonly levels: readonly FitLevel[];
  readonly lone: FitLevel;
  /** Coefficient of variation of the service time, about. */
  readonly spread: number;
  readonly top: FitLevel;
  readonly delay: ServerFit;
  readonly pool: PoolFit;
  readonly contention: ContentionFit;
  readonly plateau: Plateau | null;
  /** Levels that took no part. */
  readonly leftOut: readonly LevelFigures[];
}

/** @returns null where no lone user was measured, without whom nothing can be told */
export function openCase({ levels: all, thinkSeconds, subjectCpus }: SystemFigures): Case | null {
  const inOrder = all.toSorted((a, b) => a.users - b.users);
  const usable = inOrder.filter((level) => unfitBecause(level) === null);
  const [first] = usable;
  if (first === undefined || first.users !== 1) return null;
  const spread = spreadOf(first);
  const levels = usable
    .map((level) => fitLevel(level, thinkSeconds, spread))
    .filter((level) => level !== null);
  const [lone, top] = [levels[0], levels.at(-1)];
  if (lone === undefined || top === undefined) return null;
  const pool = fitPool(levels, thinkSeconds);
  return {
    thinkSeconds,
    subjectCpus,
    levels,
    lone,
    spread,
    top,
    delay: fitDelay(levels),
    pool,
    contention: fitContention(levels, thinkSeconds),
    plateau: findPlateau(levels, pool.serviceSeconds, thinkSeconds),
    leftOut: inOrder.filter((level) => unfitBecause(level) !== null),
  };
}
