import type { Scaling } from '@headroom/contract/scaling.ts';
import { solve } from './least-squares.ts';
import { uslCapacity } from './server-models.ts';

export type UslFit = NonNullable<Scaling['usl']>;

/** A level as the law is fitted to it: seconds, requests per second. */
export interface UslLevel {
  readonly users: number;
  readonly throughputRps: number;
  readonly latencySeconds: number;
}

const fewestLevels = 7;
const fewestPastKnee = 2;

/**
 * The Universal Scalability Law X(n) = λ n / (1 + σ (n - 1) + κ n (n - 1)) (N. J. Gunther, Guerrilla Capacity Planning,
 * 2007, chapter 5) for a closed loop with think time: n is not the users, some of whom think, but the mean number
 * of requests in hand, X R by Little's law; the users where nobody thinks. Then n / X is the latency R, and
 * R(n) = 1/λ + (σ/λ) (n - 1) + (κ/λ) n (n - 1) is linear in its three coefficients, so that the best fit by relative
 * residuals, none below zero, is found exactly by trying which of σ and κ are zero: nothing iterates.
 * @param kneeUsers N*; null fits nothing
 * @returns null below seven levels, or with fewer than two past the knee
 */
export function fitUsl(
  levels: readonly UslLevel[],
  thinkSeconds: number,
  kneeUsers: number | null,
): UslFit | null {
  const past = kneeUsers === null ? 0 : levels.filter(({ users }) => users > kneeUsers).length;
  if (levels.length < fewestLevels || past < fewestPastKnee) return null;
  const rows = levels.map(({ throughputRps, latencySeconds }) => {
    // Even of a lone user who mostly thinks, a request meets one in hand: itself.
    const n = Math.max(1, throughputRps * latencySeconds);
    return [1, n - 1, n * (n - 1)].map((term) => term / latencySeconds);
  });
  const [alone = 0, contention = 0, coherence = 0] = bestNonNegative(rows);
  if (alone <= 0) return null;
  const usl = { sigma: Math.min(1, contention / alone), kappa: coherence / alone, singleUserRps: 1 / alone };
  const residuals = levels.map(
    ({ users, throughputRps }) => throughputAt({ ...usl, users, thinkSeconds }) / throughputRps - 1,
  );
  const peak = usl.kappa > 0 && usl.sigma < 1 ? Math.sqrt((1 - usl.sigma) / usl.kappa) : null;
  const peakRps = peak === null ? 0 : uslCapacity(peak, usl.sigma, usl.kappa) / alone;
  return {
    ...usl,
    peakUsers: peak === null ? null : peak + peakRps * thinkSeconds,
    residual: Math.sqrt(residuals.reduce((sum, one) => sum + one * one, 0) / residuals.length),
    validToUsers: 2 * Math.max(...levels.map(({ users }) => users)),
  };
}

/**
 * Requests per second that so many users get by the law; null beyond twice the largest level it was fitted to,
 * where it is a guess.
 */
export function predictThroughput(usl: UslFit, users: number, thinkSeconds: number): number | null {
  return users > usl.validToUsers || users <= 0 ? null : throughputAt({ ...usl, users, thinkSeconds });
}

/** In a closed loop n in hand and X think-seconds outside make up the users; found by halving. */
function throughputAt(law: {
  readonly sigma: number;
  readonly kappa: number;
  readonly singleUserRps: number;
  readonly users: number;
  readonly thinkSeconds: number;
}): number {
  const at = (n: number) => law.singleUserRps * (n < 1 ? n : uslCapacity(n, law.sigma, law.kappa));
  let [low, high] = [0, law.users];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (middle + at(middle) * law.thinkSeconds > law.users) high = middle;
    else low = middle;
  }
  return at((low + high) / 2);
}

/** Coefficients, none below zero, that bring rows nearest to 1 by squares; the first is always free. */
function bestNonNegative(rows: readonly (readonly number[])[]): number[] {
  const candidates = [[0], [0, 1], [0, 2], [0, 1, 2]].map((free) => {
    const normal = free.map((i) => free.map((j) => sumOver(rows, (row) => (row[i] ?? 0) * (row[j] ?? 0))));
    const solution = solve(
      normal,
      free.map((i) => sumOver(rows, (row) => row[i] ?? 0)),
    );
    const coefficients = [0, 1, 2].map((i) => solution[free.indexOf(i)] ?? 0);
    const misfit = sumOver(
      rows,
      (row) => row.reduce((sum, x, i) => sum + x * (coefficients[i] ?? 0), -1) ** 2,
    );
    return { coefficients, misfit };
  });
  const allowed = candidates.filter(({ coefficients }) => coefficients.every((value) => value >= 0));
  return allowed.reduce((a, b) => (b.misfit < a.misfit ? b : a)).coefficients;
}

const sumOver = (rows: readonly (readonly number[])[], of: (row: readonly number[]) => number): number =>
  rows.reduce((sum, row) => sum + of(row), 0);
