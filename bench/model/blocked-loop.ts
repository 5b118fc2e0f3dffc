import type { FitLevel } from './fit-level.ts';
import type { Judgement } from './judge-scaling.ts';
import type { Case } from './scaling-case.ts';

/** The highest level at which the loop tells how long it stood still. */
export function levelThatTells({ levels }: Pick<Case, 'levels'>): FitLevel | null {
  return levels.findLast(({ figures }) => figures.longestStallSeconds !== null) ?? null;
}

/**
 * Whether a request holds up the event loop: at the highest level that tells, the loop stood still for at least half of
 * what a lone request takes, and was busy nearly all the time. Null where no level tells, and where levels above it do
 * not and it did not stand still: it may have done so there.
 */
export function isLoopBlocked(
  about: Pick<Case, 'levels' | 'lone' | 'top'>,
  { kind }: Judgement,
): boolean | null {
  const level = levelThatTells(about);
  if (level === null) return null;
  const { longestStallSeconds, loopUtilization } = level.figures;
  const stalls = (longestStallSeconds ?? 0) >= 0.5 * about.lone.latencySeconds;
  // Who has nobody waiting behind him does not show what they would wait for.
  if (stalls && level.users === 1 && kind === 'unknown') return null;
  const blocked = stalls && (loopUtilization ?? 1) > 0.9;
  return blocked || level === about.top ? blocked : null;
}
