import type { FitLevel } from './fit-level.ts';
import { waitingFactor } from './plateau.ts';
import type { Case } from './scaling-case.ts';

/** By so much the CPUs kept busy at two levels may differ and count as the same. */
const sameShare = 0.1;
/** A level whose window misses more than that at its edges does not say how busy the CPUs were. */
const edgeMost = 0.1;

/** How many CPUs the subject keeps busy at a level; null where nobody measured it. */
export function busyCpusOf({ throughputRps, figures: { cpuSecondsPerRequest } }: FitLevel): number | null {
  return cpuSecondsPerRequest === null ? null : throughputRps * cpuSecondsPerRequest;
}

/** CPUs that the subject keeps busy where it is at its limit; null where nobody measured it. */
export function meanBusyCpus({ levels, pool, plateau, top }: Case): number | null {
  const past = plateau?.levels ?? levels.filter((level) => level === top || isPast(level, pool.size));
  return meanOf(past);
}

/**
 * The CPUs that more users do not keep busier: the same at the highest levels, while the users grow by at least half and
 * all of them wait. A machine that is faster at one level than at another changes throughput and not this. Null where
 * they still grow, or nobody measured them.
 */
export function busyCpusAtMost({ levels, lone }: Case): number | null {
  const seen = levels.filter(({ edge }) => edge <= edgeMost);
  const top = seen.at(-1);
  const most = top === undefined ? null : busyCpusOf(top);
  if (top === undefined || most === null) return null;
  const run: FitLevel[] = [];
  for (const level of seen.toReversed()) {
    const busy = busyCpusOf(level);
    const same = busy !== null && Math.abs(busy / most - 1) <= sameShare;
    if (!same || level.latencySeconds < waitingFactor * lone.latencySeconds) break;
    run.unshift(level);
  }
  const first = run[0];
  return first === undefined || top.users < 1.5 * first.users ? null : meanOf(run);
}

/**
 * Whether a lone request is next to nothing but CPU time of the service, beside that of the generator. It is held against
 * itself, for the CPU may be faster later.
 */
export function isNothingButCpu({ lone }: Case): boolean {
  const { cpuSecondsPerRequest, generatorSecondsPerRequest } = lone.figures;
  const ofService = lone.latencySeconds - (generatorSecondsPerRequest ?? 0);
  return cpuSecondsPerRequest !== null && cpuSecondsPerRequest >= 0.8 * ofService;
}

function isPast({ throughputRps, latencySeconds }: FitLevel, size: number): boolean {
  return throughputRps * latencySeconds > 1.5 * size;
}

function meanOf(levels: readonly FitLevel[]): number | null {
  const busy = levels.map(busyCpusOf).filter((cpus) => cpus !== null);
  return busy.length === 0 ? null : busy.reduce((sum, value) => sum + value, 0) / busy.length;
}
