import { BenchError } from '@headroom/contract/errors.ts';
import type { RunPlan } from '@headroom/contract/manifest.ts';
import type { BenchConfig } from '../config/bench-config.ts';
import { endpointKey } from '../model/level.ts';
import { rulesOf, windowOf } from './capacity-rules.ts';
import { atLevel, withSeeds } from './grow-capacity.ts';
import { trialOf } from './plan-trials.ts';

/** A search ends when the level that broke is at most this share above the one that held. */
const precisionShare = 0.05;

/**
 * The first trial of the search for each endpoint's capacity; the others grow from what comes of it.
 * @throws BenchError BENCH_CONFIG_INVALID without a service level
 */
export function planCapacity({ capacity, ...config }: BenchConfig): RunPlan {
  if (capacity === null) {
    throw new BenchError(
      'BENCH_CONFIG_INVALID',
      'slo is not given: expected the service level that is to hold, as --slo p95=300ms.',
    );
  }
  const { durationSeconds, repeats, seed } = config.protocol;
  const growth = {
    kind: 'capacity' as const,
    ...capacity,
    windowSeconds: durationSeconds,
    precisionShare,
    repeats,
  };
  const { first } = rulesOf(growth);
  const level = capacity.model === 'open' ? { vus: 1, arrivalsPerSecond: first } : { vus: first };
  const cells = [...Map.groupBy(config.cells, endpointKey).values()].flatMap(([cell]) => cell ?? []);
  const trials = cells.map(({ subject, endpoint }) => {
    const template = trialOf({ capacity, ...config }, { subject, endpoint, ...level }, 1, false);
    return atLevel({ ...template, seed: 0 }, growth, first, windowOf(growth, first), 1);
  });
  return { preset: 'capacity', seed, trials: withSeeds(trials, seed), growth };
}
