import type { Interval } from '@headroom/contract/interval.ts';
import { isLoopBlocked } from './blocked-loop.ts';
import type { Classification } from './classification.ts';
import { kneeUsers } from './closed-bounds.ts';
import { evidenceOf, evidenceWithoutLoneUser } from './evidence.ts';
import { type Judgement, judge } from './judge-scaling.ts';
import type { SystemFigures } from './level-figures.ts';
import { meanThroughput, type Plateau, waitingFactor } from './plateau.ts';
import { type Case, openCase } from './scaling-case.ts';
import { fitUsl } from './usl.ts';

/**
 * How an endpoint serves its users, from throughput and latency at several numbers of them: one at a time, a pool
 * of k, m loops with connections tied to them, as many as come, contended, bound by c CPUs, or unknown, with its evidence in sentences. Levels may come
 * in any order; those that cannot be believed are left out and named.
 */
export function classify(system: SystemFigures): Classification {
  const about = openCase(system);
  if (about === null) return withoutLoneUser(system);
  const judgement = judge(about);
  const plateau = plateauOf(about, judgement);
  const { lone, thinkSeconds } = about;
  const demandSeconds = plateau === null ? null : 1 / plateau.throughputRps;
  const knee = kneeUsers({ serviceSeconds: lone.latencySeconds, thinkSeconds, demandSeconds });
  const classification: Omit<Classification, 'evidence'> = {
    classification: judgement.kind,
    concurrency: concurrencyOf(about, judgement, plateau),
    blockedLoop: isLoopBlocked(about, judgement),
    serviceSeconds: lone.latencySeconds,
    thinkSeconds,
    demandSeconds,
    maxThroughputRps: plateau?.throughputRps ?? null,
    kneeUsers: knee,
    usl: fitUsl(about.levels, thinkSeconds, knee ?? visibleKnee(about, judgement)),
  };
  return { ...classification, evidence: evidenceOf(about, judgement, classification) };
}

function withoutLoneUser(system: SystemFigures): Classification {
  return {
    classification: 'unknown',
    concurrency: null,
    blockedLoop: null,
    evidence: evidenceWithoutLoneUser(system),
    serviceSeconds: null,
    thinkSeconds: system.thinkSeconds,
    demandSeconds: null,
    maxThroughputRps: null,
    kneeUsers: null,
    usl: null,
  };
}

/** One level alone is a plateau where the lower ones show a server with so many places, all of which it fills. */
function plateauOf({ plateau, top, pool }: Case, { kind }: Judgement): Plateau | null {
  const filled = kind === 'one-at-a-time' || kind === 'pool' || kind === 'loops' || kind === 'cpu-bound';
  if (plateau !== null || !filled) return plateau;
  const isPast = top.latencySeconds > waitingFactor * pool.serviceSeconds;
  return isPast ? { throughputRps: meanThroughput([top]), levels: [top] } : null;
}

function concurrencyOf(
  { levels, lone }: Case,
  judgement: Judgement,
  plateau: Plateau | null,
): Classification['concurrency'] {
  const best = Math.max(...levels.map(({ throughputRps }) => throughputRps));
  const seen = (plateau?.throughputRps ?? best) * lone.latencySeconds;
  const interval = intervalOf(lone.figures.latency?.meanInterval ?? null, plateau);
  switch (judgement.kind) {
    case 'one-at-a-time':
    case 'pool':
      return { value: judgement.size, bound: 'estimate', interval };
    case 'loops': {
      const { loops, atLeast } = judgement.tied;
      return { value: loops, bound: atLeast ? 'lower' : 'estimate', interval: null };
    }
    case 'cpu-bound': {
      const { cpus, busyCpus } = judgement;
      return {
        value: Math.abs(busyCpus - cpus) < 0.15 * cpus ? cpus : busyCpus,
        bound: 'estimate',
        interval: null,
      };
    }
    case 'contended':
      return { value: seen, bound: plateau || judgement.sign === 'falls' ? 'estimate' : 'lower', interval };
    case 'unknown':
    case 'scales':
      return { value: seen, bound: plateau ? 'estimate' : 'lower', interval };
    default:
      return judgement satisfies never;
  }
}

/** Of k = X S: least times least, most times most, which holds more often than either of the two. */
function intervalOf(alone: Interval | null, plateau: Plateau | null): Interval | null {
  const widest = plateau?.levels.findLast(({ figures }) => figures.throughputInterval !== null);
  const throughput = widest?.figures.throughputInterval ?? null;
  if (alone === null || throughput === null) return null;
  return { low: throughput.low * alone.low, high: throughput.high * alone.high };
}

/** Where throughput falls past its peak there is no plateau, but levels past the peak are past the knee. */
function visibleKnee({ levels, lone, thinkSeconds }: Case, { kind }: Judgement): number | null {
  if (kind !== 'contended') return null;
  const best = Math.max(...levels.map(({ throughputRps }) => throughputRps));
  return best * (lone.latencySeconds + thinkSeconds);
}
