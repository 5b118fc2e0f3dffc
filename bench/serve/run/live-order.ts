import type { LiveStart, Start } from '@headroom/contract/live.ts';
import type { RunPlan } from '@headroom/contract/manifest.ts';
import type { BenchConfig } from '../../config/bench-config.ts';
import { loadConfig } from '../../config/load-config.ts';
import type { OptionSource } from '../../config/option-source.ts';
import { planTrials } from '../../plan/plan-trials.ts';

/** A run that was asked for, as the command line would have it. */
export interface PageOrder {
  readonly config: BenchConfig;
  readonly plan: RunPlan;
}

/** Of the user's settings those that say what there is, and not what to run: the page says that. */
const settingsKept = ['nest', 'fastapi', 'subjects', 'out', 'runtime', 'seed'];

/**
 * @param sources the user's own settings
 * @throws BenchError BENCH_CONFIG_* for what cannot be asked for
 */
export function orderOf(start: Start, sources: readonly OptionSource[]): PageOrder {
  const config = loadConfig([...sources.map(withoutProtocol), { ...page, options: optionsOf(start) }]);
  return { config, plan: planOf(start, config) };
}

const page: Omit<OptionSource, 'options'> = { origin: 'the page', spell: (key) => key };

function withoutProtocol({ options, ...source }: OptionSource): OptionSource {
  if (typeof options !== 'object' || options === null) return { ...source, options };
  const kept = Object.entries(options).filter(([key]) => settingsKept.includes(key));
  return { ...source, options: Object.fromEntries(kept) };
}

function optionsOf(start: Start): Record<string, unknown> {
  return start.kind === 'preset' ? { preset: start.preset } : optionsOfLive(start);
}

function optionsOfLive(start: LiveStart): Record<string, unknown> {
  return {
    subject: [start.subject],
    endpoint: [start.endpoint],
    vus: [start.users],
    duration: start.durationSeconds,
    warmup: start.warmupSeconds,
    thinkTime: { min: start.thinkMinSeconds, max: start.thinkMaxSeconds },
    ...(start.spawnRate === null ? {} : { spawnRate: start.spawnRate }),
    bystanders: start.bystandersPerSecond,
    baselines: true,
    // Users are told when to enter and to leave by this process, which containers do not reach.
    runtime: 'native',
  };
}

function planOf(start: Start, config: BenchConfig): RunPlan {
  const plan = planTrials(config);
  return start.kind === 'live' ? { ...plan, preset: 'live' } : plan;
}
