import type { LevelFigures } from './level-figures.ts';

/** Why a level takes no part whose throughput rose inside its window, as a relative clause. */
export const stillGrowing =
  'was still growing: more was served at the end of its window than at its beginning';

/** Whether what was measured grew while it was: at the highest level, or at more than one. */
export function grewMeanwhile(leftOut: readonly LevelFigures[], topUsers: number): boolean {
  const grew = leftOut.filter(({ unfitFor }) => unfitFor === stillGrowing);
  return grew.length > 1 || grew.some(({ users }) => users > topUsers);
}
