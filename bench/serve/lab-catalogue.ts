import type { Lab, LiveStart } from '@headroom/contract/live.ts';
import { ceilings } from '@headroom/contract/live-routes.ts';
import type { OwnSubject } from '@headroom/contract/own-subject.ts';
import { endpoints, subjects } from '@headroom/contract/routes.ts';
import type { BenchConfig } from '../config/bench-config.ts';
import { loadConfig } from '../config/load-config.ts';
import type { OptionSource } from '../config/option-source.ts';
import { presets } from '../config/presets.ts';
import { headroomVersion } from '../version.ts';
import { estimateOf } from './run/estimate.ts';
import { orderOf } from './run/live-order.ts';
import { userClassOf } from './run/user-classes.ts';
import { cellsInWords } from './run-words.ts';

/**
 * What the live page can ask for.
 * @param sources the settings that each preset is run with
 * @throws BenchError BENCH_CONFIG_* for settings that no preset can be run with
 */
export function labCatalogue(
  sources: readonly OptionSource[],
  { usersMost, grafanaUrl }: Pick<Lab, 'usersMost' | 'grafanaUrl'>,
): Omit<Lab, 'token'> {
  const config = loadConfig(sources);
  return {
    version: headroomVersion,
    subjects: [
      ...subjects.map(subjectOfLab),
      ...Object.entries(config.subjects.own).map(([name, own]) => ownSubject(name, own)),
    ],
    presets: Object.keys(presets).map((name) => presetOf(name, sources)),
    defaults: defaultsOf(config, usersMost),
    usersMost,
    grafanaUrl,
  };
}

type Subject = Lab['subjects'][number];

function subjectOfLab(name: (typeof subjects)[number]): Subject {
  const served = endpoints.filter((endpoint) => endpoint.subjects.includes(name));
  return {
    name,
    endpoints: served.map(({ path, workload, strategy }) => ({
      path,
      workload,
      strategy,
      userClass: userClassOf(path),
    })),
  };
}

function ownSubject(name: string, own: OwnSubject): Subject {
  return {
    name,
    endpoints: own.endpoints.map(({ path, workload, strategy }) => ({
      path,
      workload,
      strategy,
      userClass: null,
    })),
  };
}

function presetOf(name: string, sources: readonly OptionSource[]): Lab['presets'][number] {
  const order = orderOf({ kind: 'preset', preset: name }, sources);
  const { trials, loadSeconds } = estimateOf(order);
  return { name, trials, loadSeconds, words: cellsInWords(order.plan.trials) };
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
