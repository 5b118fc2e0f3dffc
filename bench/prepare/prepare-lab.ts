import type { Manifest } from '@headroom/contract/manifest.ts';
import { schemaVersion } from '@headroom/contract/records.ts';
import { readEnvironment } from '../config/environment.ts';
import { machineFacts } from '../doctor/check-machine.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { gitCommit, headroomVersion } from '../version.ts';
import { chooseRuntime } from './choose-runtime.ts';
import type { Announcer, Order } from './lab.ts';

/**
 * Chooses the runtime, checks the machine, gets what is missing, and sets everything up for a run.
 * @throws BenchError BENCH_PREFLIGHT_* or BENCH_TOOLS_*, before anything is measured
 */
export async function prepareLab(
  order: Order,
  announcer: Announcer,
): Promise<{ runtime: Runtime; manifest: Omit<Manifest, 'runId'> }> {
  const environment = readEnvironment();
  const prepare = await chooseRuntime(order, environment, announcer);
  const { runtime, plan, facts } = await prepare();
  return {
    runtime,
    manifest: {
      schemaVersion,
      createdAt: Date.now() / 1000,
      runtime: runtime.name,
      notControlled: [...runtime.notControlled],
      cpus: facts.cpus,
      machine: machineFacts(),
      versions: { headroom: headroomVersion, node: process.version, k6: facts.k6 },
      gitCommit: gitCommit(),
      grafanaUrl: facts.grafanaUrl,
      findings: facts.findings,
      subjects: order.subjects,
      plan,
      pair: null,
      leftOut: facts.leftOut,
    },
  };
}
