import type { Lab, LiveStart } from '@headroom/contract/live.ts';
import { ceilings } from '@headroom/contract/live-routes.ts';
import { endpoints, subjects } from '@headroom/contract/routes.ts';
import type { BenchConfig } from '../config/bench-config.ts';
import { loadConfig } from '../config/load-config.ts';
import type { OptionSource } from '../config/option-source.ts';
import { presets } from '../config/presets.ts';
import { planTrials } from '../plan/plan-trials.ts';
import { headroomVersion } from '../version.ts';
import { cellsInWords } from './run-words.ts';

/** The article's names of its users, by the endpoint that they load. */
const userClasses: Readonly<Record<string, string>> = { '/sync': 'SyncUser', '/async': 'AsyncUser' };

/**
 * What the live page can ask for.
 * @param sources the settings that each preset is run with
 * @throws BenchError BENCH_CONFIG_* for settings that no preset can be run with
 */
export function labCatalogue(
  sources: readonly OptionSource[],
  { usersMost, grafanaUrl }: Pick<Lab, 'usersMost' | 'grafanaUrl'>,
): Omit<Lab, 'token'> {
  return {
    version: headroomVersion,
    subjects: subjects.map((name) => ({ name, endpoints: endpointsOf(name) })),
    presets: Object.keys(presets).map((name) => presetOf(name, sources)),
    defaults: defaultsOf(loadConfig(sources), usersMost),
    usersMost,
    grafanaUrl,
  };
}

function endpointsOf(subject: (typeof subjects)[number]): Lab['subjects'][number]['endpoints'] {
  return endpoints
    .filter((endpoint) => endpoint.subjects.includes(subject))
    .map(({ path, workload, strategy }) => ({
      path,
      workload,
      strategy,
      userClass: userClasses[path] ?? null,
    }));
}

function presetOf(name: string, sources: readonly OptionSource[]): Lab['presets'][number] {
  const asked = { origin: 'the live page', options: { preset: name }, spell: (key: string) => key };
  const { trials } = planTrials(loadConfig([...sources, asked]));
  const loadSeconds = trials.reduce((sum, trial) => sum + trial.warmupSeconds + trial.durationSeconds, 0);
  return { name, trials: trials.length, loadSeconds, words: cellsInWords(trials) };
}

/** The article's users, as far as nothing else is set, for long enough to change their number a few times. */
function defaultsOf({ protocol }: BenchConfig, usersMost: number): LiveStart {
  return {
    kind: 'live',
    subject: 'nest',
    endpoint: '/sync',
    users: Math.min(10, usersMost),
    spawnRate: protocol.spawnRate,
    thinkMinSeconds: Math.min(protocol.thinkTime.minSeconds, ceilings.thinkSeconds),
    thinkMaxSeconds: Math.min(protocol.thinkTime.maxSeconds, ceilings.thinkSeconds),
    warmupSeconds: Math.min(protocol.warmupSeconds, ceilings.warmupSeconds),
    durationSeconds: 300,
    bystandersPerSecond: Math.min(protocol.bystandersPerSecond ?? 0, ceilings.bystandersPerSecond),
  };
}
