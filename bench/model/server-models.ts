import { latencyBound } from './closed-bounds.ts';
import { closedThroughput } from './closed-throughput.ts';
import type { FitLevel } from './fit-level.ts';
import { type Fit, leastSquares } from './least-squares.ts';

/** A model of how a server serves several at once, fitted to the levels of an endpoint. */
export interface ServerFit {
  readonly serviceSeconds: number;
  /** Mean square of the residuals in standard errors. */
  readonly misfit: number;
  /** The largest of them. */
  readonly worst: number;
}

export interface PoolFit extends ServerFit {
  readonly size: number;
  /** Standard error of the size. */
  readonly sizeError: number;
  /** Misfit of service times that never vary alone. */
  readonly leastMisfit: number;
}

export interface ContentionFit extends ServerFit {
  readonly sigma: number;
  readonly kappa: number;
}

/** Everybody takes as long as a lone user: latency is the same at every level. */
export function fitDelay(levels: readonly FitLevel[]): ServerFit {
  const weight = (level: FitLevel) => 1 / level.latencyError ** 2;
  const weights = levels.reduce((sum, level) => sum + weight(level), 0);
  const mean =
    levels.reduce((sum, level) => sum + weight(level) * Math.log(level.latencySeconds), 0) / weights;
  const residuals = levels.map((level) => (Math.log(level.latencySeconds) - mean) / level.latencyError);
  return { serviceSeconds: Math.exp(mean), ...leftBy(residuals) };
}

/**
 * So many at once and the rest in line. Latency may lie anywhere between the bound of operational analysis (service
 * times that never vary) and that of exponential ones: variation is not known, and matters near the knee alone.
 */
export function fitPool(levels: readonly FitLevel[], thinkSeconds: number): PoolFit {
  const [band, least, most] = (['band', 'least', 'most'] as const).map((edge) =>
    fitPoolAt(levels, thinkSeconds, edge),
  ) as [Fit, Fit, Fit];
  const sizeOf = (fit: Fit) => Math.exp(fit.parameters[1] ?? 0);
  // An edge that does not fit the levels says nothing of how large the pool may be.
  const sizes = [band, ...[least, most].filter((fit) => fit.misfit < band.misfit + 4)].map(sizeOf);
  const range = (Math.max(...sizes) - Math.min(...sizes)) / 2;
  const errors = [band, least, most]
    .map((fit) => sizeOf(fit) * (fit.standardErrors[1] ?? 0))
    .filter(Number.isFinite);
  return {
    serviceSeconds: serviceOf(levels, band),
    size: sizeOf(band),
    sizeError: errors.length === 0 ? Number.POSITIVE_INFINITY : Math.hypot(range, Math.min(...errors)),
    leastMisfit: leftBy(least.residuals).misfit,
    ...leftBy(band.residuals),
  };
}

function fitPoolAt(levels: readonly FitLevel[], thinkSeconds: number, edge: 'band' | 'least' | 'most'): Fit {
  const { lone, guess } = startOf(levels);
  return fitTo(
    levels,
    ([logService = 0, logSize = 0], level) => {
      const [serviceSeconds, size] = [lone.latencySeconds * Math.exp(logService), Math.exp(logSize)];
      const system = { serviceSeconds, thinkSeconds, demandSeconds: serviceSeconds / size };
      const least = latencyBound(system, level.users);
      if (edge === 'least') return [least, least];
      const most = exponentialLatency(level.users, thinkSeconds, serviceSeconds, (n) => Math.min(n, size));
      return edge === 'most' ? [most, most] : [least, Math.max(least, most)];
    },
    [0, Math.log(guess)],
    { low: [-50, 0], high: [50, Math.log(1e6)] },
  );
}

/** All slow one another down, as the Universal Scalability Law has it, while they are in hand. */
export function fitContention(levels: readonly FitLevel[], thinkSeconds: number): ContentionFit {
  const { lone, guess } = startOf(levels);
  const fits = [
    [1 / guess, 1e-6],
    [0.02, 0.3 / (guess * guess)],
  ].map((start) =>
    fitTo(
      levels,
      ([logService = 0, sigma = 0, kappa = 0], level) => {
        const serviceSeconds = lone.latencySeconds * Math.exp(logService);
        const latency = exponentialLatency(level.users, thinkSeconds, serviceSeconds, (n) =>
          uslCapacity(n, sigma, kappa),
        );
        return [latency, latency];
      },
      [0, ...start],
      { low: [-50, 0, 0], high: [50, 1, 1] },
    ),
  );
  const fit = fits.reduce((a, b) => (b.misfit < a.misfit ? b : a));
  const [, sigma = 0, kappa = 0] = fit.parameters;
  return { serviceSeconds: serviceOf(levels, fit), sigma, kappa, ...leftBy(fit.residuals) };
}

/**
 * The first parameter of a fit is the logarithm of the service time over the latency of a lone user: the same whatever
 * unit time is counted in, so that fits go the same way.
 */
function serviceOf([lone]: readonly FitLevel[], { parameters: [logService = 0] }: Fit): number {
  return (lone?.latencySeconds ?? Number.NaN) * Math.exp(logService);
}

/** C(n) = n / (1 + sigma (n - 1) + kappa n (n - 1)); N. J. Gunther, Guerrilla Capacity Planning, 2007, ch. 5. */
export function uslCapacity(n: number, sigma: number, kappa: number): number {
  return n / (1 + sigma * (n - 1) + kappa * n * (n - 1));
}

function exponentialLatency(
  users: number,
  thinkSeconds: number,
  serviceSeconds: number,
  served: (inHand: number) => number,
): number {
  return users / closedThroughput(users, thinkSeconds, serviceSeconds, served) - thinkSeconds;
}

function startOf(levels: readonly FitLevel[]): { lone: FitLevel; guess: number } {
  const lone = levels[0] as FitLevel;
  const best = Math.max(...levels.map(({ throughputRps }) => throughputRps));
  return { lone, guess: Math.max(1.01, best * lone.latencySeconds) };
}

function fitTo(
  levels: readonly FitLevel[],
  latencies: (parameters: readonly number[], level: FitLevel) => readonly [least: number, most: number],
  start: readonly number[],
  bounds: { low: readonly number[]; high: readonly number[] },
): Fit {
  const residualsOf = (parameters: readonly number[]) =>
    levels.map((level) => {
      const [least, most] = latencies(parameters, level).map((seconds) => Math.log(Math.max(seconds, 1e-12)));
      const seen = Math.log(level.latencySeconds);
      if (seen < (least ?? seen)) return (seen - (least ?? seen)) / level.latencyError;
      return seen > (most ?? seen) ? (seen - (most ?? seen)) / level.latencyError : 0;
    });
  return leastSquares(residualsOf, start, bounds);
}

function leftBy(residuals: readonly number[]): { misfit: number; worst: number } {
  return {
    misfit: residuals.reduce((sum, residual) => sum + residual * residual, 0) / residuals.length,
    worst: Math.max(...residuals.map(Math.abs)),
  };
}
