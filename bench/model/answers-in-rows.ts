import type { FitLevel } from './fit-level.ts';

/** Puma's `max_fast_inline`: a thread serves so many requests of a connection in a row before another's. */
const row = 10;
const fewestUsers = 12;
/** Standard errors of a share beyond which it is no chance. */
const beyondChance = 4;

/**
 * Whether users got their answers in whole rows of ten: at some level far more of them than a tenth were given a multiple
 * of that, whom the edges of the window have not cut short.
 */
export function answersComeInRows(levels: readonly FitLevel[]): boolean {
  return levels.some(({ figures: { answersPerUser } }) => {
    const answered = (answersPerUser ?? []).filter((answers) => answers > 0);
    const whole = answered.filter((answers) => answers % row === 0).length;
    const [expected, variance] = [answered.length / row, (answered.length * (row - 1)) / row ** 2];
    return answered.length >= fewestUsers && whole - expected > beyondChance * Math.sqrt(variance);
  });
}
