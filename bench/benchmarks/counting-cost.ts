import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { readEnvironment } from '../config/environment.ts';
import { repositoryRoot } from '../config/repository-root.ts';
import { allowedCpus, isOnPath, placeOn } from '../runtime/native/pinning.ts';
import { startGenerator } from '../runtime/native/start-generator.ts';
import { findK6 } from '../tools/find-k6.ts';
import { medianInWords } from './median-in-words.ts';
import { noopInput, startService, temporaryFiles } from './noop-load.ts';

/**
 * What it costs k6's loop to tell who was answered, what connections took and whether answers are the same: throughput on
 * `/noop/sync` and k6's CPU time a request, by the load script of this checkout against that of another, in interleaved
 * pairs on one service. Linux only. Arguments: the other checkout; the number of pairs (21).
 */
const [other, count] = process.argv.slice(2);
if (other === undefined)
  throw new Error('expected another checkout: node bench/benchmarks/counting-cost.ts <folder> [pairs]');
const pairs = Number(count ?? 21);
const loadSeconds = 5;
const environment = readEnvironment();
const k6 = await findK6(environment, { announce: console.log, signal: new AbortController().signal });
const placement = placeOn(allowedCpus(2), isOnPath(environment.PATH));
const files = temporaryFiles('counting');
/** Of either checkout. */
const summarySchema = z.object({ within: z.object({ count: z.int().positive() }) });

/** Answers a second, and k6's CPU seconds for each. */
async function load(checkout: string, seed: number): Promise<{ rps: number; cpuSeconds: number }> {
  const input = noopInput(files, {
    trialId: `noop-${seed}`,
    seed,
    warmupSeconds: 1,
    durationSeconds: loadSeconds,
  });
  const program = { path: k6.path, dashboardPort: null };
  const script = join(checkout, 'k6/scenarios/closed-loop.ts');
  const generator = await startGenerator(program, script, placement.generatorPrefix, input, files);
  let cpuSeconds = 0;
  const watch = setInterval(() => {
    cpuSeconds = generator.cpuSeconds() ?? cpuSeconds;
  }, 50);
  await generator.exited;
  clearInterval(watch);
  const { within } = summarySchema.parse(JSON.parse(readFileSync(files.summary, 'utf8')));
  return { rps: within.count / loadSeconds, cpuSeconds: cpuSeconds / within.count };
}

const service = await startService('off', placement.subjectPrefix, files);
try {
  const ratios: { rps: number; cpu: number }[] = [];
  for (let pair = 0; pair <= pairs; pair++) {
    // Which goes first alternates, so that a drift within pairs does not favour one.
    const both = { own: resolve(other), new: repositoryRoot };
    const order = pair % 2 === 0 ? (['own', 'new'] as const) : (['new', 'own'] as const);
    const seen = { own: { rps: 0, cpuSeconds: 0 }, new: { rps: 0, cpuSeconds: 0 } };
    for (const side of order) seen[side] = await load(both[side], pair);
    // The first pair warms the service up.
    if (pair === 0) continue;
    ratios.push({ rps: seen.new.rps / seen.own.rps, cpu: seen.new.cpuSeconds / seen.own.cpuSeconds });
    const words = ({ rps, cpuSeconds }: typeof seen.own) =>
      `${rps.toFixed(0)} rps, ${(cpuSeconds * 1e6).toFixed(1)} µs`;
    console.log(`${pair}/${pairs}  this ${words(seen.new)}; other ${words(seen.own)}`);
  }
  const inWords = (ratio: number) => ratio.toFixed(3);
  console.log(
    `Throughput of this checkout against the other: ${medianInWords(
      ratios.map(({ rps }) => rps),
      inWords,
    )}`,
  );
  console.log(
    `CPU time of k6 a request: ${medianInWords(
      ratios.map(({ cpu }) => cpu),
      inWords,
    )}; ${pairs} pairs`,
  );
} finally {
  await service.stop(3);
}
