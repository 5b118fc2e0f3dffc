import type { LevelFigures } from './level-figures.ts';

/** Levels that grew while they were measured. */
export const grownOf = (leftOut: readonly LevelFigures[]): LevelFigures[] =>
  leftOut.filter(({ unfitFor }) => unfitFor === 'growing');

/** Whether the service did, and not a level by the way: more than one, or the highest. */
export function grewMeanwhile(leftOut: readonly LevelFigures[], topUsers: number): boolean {
  const grown = grownOf(leftOut);
  return grown.length > 1 || grown.some(({ users }) => users > topUsers);
}
