import { BenchError } from '@headroom/contract/errors.ts';
import { type Manifest, probePreset } from '@headroom/contract/manifest.ts';

/**
 * For whoever is to go on with a run: what a probe sent is kept nowhere, and the service may be another one by now.
 * @throws BenchError BENCH_CONFIG_INVALID
 */
export function refuseProbe({ plan, runId }: Manifest): void {
  if (plan.preset !== probePreset) return;
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `${runId} is a probe: expected a run of the lab's, because headers, body and query of a probe are kept nowhere. Start the probe anew; headroom report ${runId} shows this one.`,
  );
}
