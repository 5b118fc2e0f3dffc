import { dirname } from 'node:path';
import type { Manifest, RunPlan } from '@headroom/contract/manifest.ts';
import { schemaVersion } from '@headroom/contract/records.ts';
import type { SubjectSettings } from '../config/bench-config.ts';
import { readEnvironment } from '../config/environment.ts';
import { machineFacts } from '../doctor/check-machine.ts';
import type { WatchedRuntime } from '../runtime/trial-gauges.ts';
import { gitCommit, headroomVersion } from '../version.ts';
import { chooseRuntime } from './choose-runtime.ts';
import { inheritedTuning } from './inherited-tuning.ts';
import type { Announcer, Lab, Order } from './lab.ts';

/** One run that can begin. */
export interface Prepared {
  readonly runtime: WatchedRuntime;
  readonly manifest: Omit<Manifest, 'runId'>;
}

/**
 * Chooses the runtime, checks the machine, gets what is missing, and sets everything up for a run, or for two that are
 * measured in turn.
 * @throws BenchError BENCH_PREFLIGHT_* or BENCH_TOOLS_*, before anything is measured
 */
export async function prepareLab(
  order: Order,
  announcer: Announcer,
): Promise<Prepared & { readonly base: Prepared | null }> {
  const environment = readEnvironment();
  const prepare = await chooseRuntime(order, environment, announcer);
  const { runtime, baseRuntime, plan, facts } = await prepare();
  const manifest = manifestOf(runtime, plan, order.subjects, facts);
  const base =
    baseRuntime === null || order.baseSubjects === null
      ? null
      : {
          runtime: baseRuntime,
          manifest: {
            ...manifest,
            subjects: ofPlan(order.baseSubjects, plan),
            gitCommit: commitOf(order.baseSubjects, order.subjects),
          },
        };
  return { runtime, manifest, base };
}

/** Of the services of the user's own those that the run has: what it did not ask is none of its business. */
function ofPlan(subjects: SubjectSettings, { trials }: RunPlan): SubjectSettings {
  const own = Object.entries(subjects.own).filter(([name]) => trials.some(({ subject }) => subject === name));
  return { ...subjects, own: Object.fromEntries(own) };
}

/** How a run comes about that can begin now. */
export function manifestOf(
  runtime: WatchedRuntime,
  plan: RunPlan,
  subjects: SubjectSettings,
  facts: Lab['facts'],
): Prepared['manifest'] {
  return {
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
    subjects: ofPlan(subjects, plan),
    shellTuning: { ...inheritedTuning(plan, subjects.own).variables },
    plan,
    pair: null,
    leftOut: facts.leftOut,
  };
}

/** That of the checkout in which another build of the service lies. */
function commitOf({ nest: { entry } }: SubjectSettings, head: SubjectSettings): string | null {
  return entry === null || entry === head.nest.entry ? gitCommit() : gitCommit(dirname(entry));
}
