import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatorSummarySchema } from '@headroom/contract/generator-summary-schema.ts';
import { readEnvironment } from '../config/environment.ts';
import { repositoryRoot } from '../config/repository-root.ts';
import { allowedCpus, isOnPath, placeOn } from '../runtime/native/pinning.ts';
import { processCpuSeconds } from '../runtime/native/process-cpu.ts';
import { startGenerator } from '../runtime/native/start-generator.ts';
import { findK6 } from '../tools/find-k6.ts';
import { medianInWords } from './median-in-words.ts';
import { noopInput, startService, temporaryFiles } from './noop-load.ts';

/**
 * What the metrics cost: CPU time of the service per request on `/noop/sync`, with its metrics against
 * without, in interleaved pairs of fresh processes. Linux only. Argument: the number of pairs (21).
 */
const pairs = Number(process.argv[2] ?? 21);
const loadSeconds = 4;
const environment = readEnvironment();
const k6 = await findK6(environment, { announce: console.log, signal: new AbortController().signal });
const placement = placeOn(allowedCpus(2), isOnPath(environment.PATH));
const files = temporaryFiles('instrumentation');

/** CPU seconds per request of one fresh service under load. */
async function cpuPerRequest(metrics: 'on' | 'off', seed: number): Promise<number> {
  const service = await startService(metrics, placement.subjectPrefix, files);
  try {
    const input = noopInput(files, {
      trialId: `noop-${metrics}-${seed}`,
      seed,
      warmupSeconds: 0,
      durationSeconds: loadSeconds,
    });
    const before = processCpuSeconds(service.pid) ?? Number.NaN;
    const script = join(repositoryRoot, 'k6/scenarios/closed-loop.ts');
    const program = { path: k6.path, dashboardPort: null };
    const generator = await startGenerator(program, script, placement.generatorPrefix, input, files);
    await generator.exited;
    const after = processCpuSeconds(service.pid) ?? Number.NaN;
    const { within } = generatorSummarySchema.parse(JSON.parse(readFileSync(files.summary, 'utf8')));
    return within.state === 'some' ? (after - before) / within.count : Number.NaN;
  } finally {
    await service.stop(3);
  }
}

const ratios: number[] = [];
for (let pair = 1; pair <= pairs; pair++) {
  // Which goes first alternates, so that a drift within pairs does not favour one.
  const order = pair % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const);
  const cost = { on: 0, off: 0 };
  for (const metrics of order) cost[metrics] = await cpuPerRequest(metrics, pair);
  ratios.push(cost.on / cost.off);
  const micro = (seconds: number) => (seconds * 1e6).toFixed(1);
  console.log(
    `${pair}/${pairs}  with ${micro(cost.on)} µs, without ${micro(cost.off)} µs, ratio ${(cost.on / cost.off).toFixed(3)}`,
  );
}
console.log(
  `CPU per request with metrics against without: ${medianInWords(ratios, (ratio) => ratio.toFixed(3))}, ${pairs} pairs`,
);
