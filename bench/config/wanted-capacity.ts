import { BenchError } from '@headroom/contract/errors.ts';
import type { BenchConfig } from './bench-config.ts';
import type { ParsedOptions } from './options.ts';

const usualRateMax = 1000;
const usualUsersMax = 500;

/** What a search for capacity looks for. @throws BenchError BENCH_CONFIG_INVALID for a limit of the other model */
export function wantedCapacity({
  slo,
  model = 'open',
  rateMax,
  usersMax,
}: ParsedOptions): BenchConfig['capacity'] {
  if (slo === undefined) return null;
  const foreign = model === 'open' ? usersMax && 'usersMax' : rateMax && 'rateMax';
  if (foreign) {
    throw new BenchError(
      'BENCH_CONFIG_INVALID',
      `${foreign} is given in the ${model} model: expected ${model === 'open' ? 'rateMax, or the model closed' : 'usersMax, or the model open'}.`,
    );
  }
  return { slo, model, most: model === 'open' ? (rateMax ?? usualRateMax) : (usersMax ?? usualUsersMax) };
}
