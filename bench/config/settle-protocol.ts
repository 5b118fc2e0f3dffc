import { BenchError } from '@headroom/contract/errors.ts';
import type { Protocol } from './bench-config.ts';
import type { ParsedOptions } from './options.ts';

const usualTargetShare = 0.05;
const usualBudgetSeconds = 1800;

/** How every trial is carried out, with what is usual for all that is not set. */
export function settleProtocol(settings: ParsedOptions): Protocol {
  return {
    warmupSeconds: settings.warmup ?? 3,
    durationSeconds: settings.duration ?? 30,
    // The article's locustfile: wait_time = between(0.1, 0.2).
    thinkTime: { minSeconds: settings.thinkTime?.min ?? 0.1, maxSeconds: settings.thinkTime?.max ?? 0.2 },
    spawnRate: settings.spawnRate ?? null,
    connections: settings.connections ?? 'during',
    bystandersPerSecond: settings.bystanders ?? null,
    repeats: settings.repeats ?? 1,
    untilStable: untilStableOf(settings),
    seed: settings.seed ?? 1,
    order: settings.order ?? 'interleaved',
  };
}

/** @throws BenchError BENCH_CONFIG_INVALID for a budget of nothing */
function untilStableOf({ untilStable, budget }: ParsedOptions): Protocol['untilStable'] {
  if (untilStable === undefined || untilStable === false) {
    if (budget === undefined) return null;
    throw new BenchError(
      'BENCH_CONFIG_INVALID',
      `budget is ${budget} s without untilStable: expected both, or neither. Add --until-stable.`,
    );
  }
  return {
    targetShare: untilStable === true ? usualTargetShare : untilStable,
    budgetSeconds: budget ?? usualBudgetSeconds,
  };
}
