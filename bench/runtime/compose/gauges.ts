import type { Trial } from '@headroom/contract/records.ts';
import type { Limits } from '../runtime.ts';
import type { Look } from '../trial-outcome.ts';

/** The gauge that a dashboard compares throughput with: what the ideal server would do, requests per second. */
export const idealGauge = 'headroom_ideal_throughput_rps';
/** The gauge that tells the rules which trial a subject is in. */
export const trialGauge = 'headroom_users';

/** By the names that rules and dashboards read; null is not known. */
export type Gauges = Readonly<Record<string, number | null>>;

/** What stays the same from the beginning of a trial to its end. */
export const constantGauges = (trial: Trial, idealRps: number | null, limits: Limits): Gauges => ({
  [trialGauge]: trial.vus,
  headroom_window_seconds: trial.durationSeconds,
  [idealGauge]: idealRps,
  headroom_subject_cpu_limit_cores: limits.cpus,
  headroom_subject_memory_limit_bytes: limits.memoryBytes,
});

/**
 * What a look shows of the time since the one before.
 * @param generatorCpus how many CPUs the generator may use
 */
export function gaugesBetween(before: Look | null, now: Look, generatorCpus: number): Gauges {
  const perSecond = (total: (look: Look) => number | null | undefined): number | null => {
    const [from, to] = [before === null ? null : total(before), total(now)];
    if (before === null || typeof from !== 'number' || typeof to !== 'number') return null;
    // A process that has ended takes its time with it.
    return Math.max(0, to - from) / (now.atSeconds - before.atSeconds);
  };
  const shareOf = (cpus: number | null) => (cpus === null ? null : cpus / generatorCpus);
  return {
    headroom_generator_cpu_share: shareOf(perSecond((look) => look.generatorCpuSeconds)),
    headroom_others_cpu_share: shareOf(perSecond((look) => look.othersCpuSeconds)),
    headroom_subject_cpu_cores: perSecond(({ usage }) => usage?.cpuSeconds),
    headroom_subject_memory_bytes: now.usage?.residentBytes ?? null,
    headroom_subject_throttled_share: perSecond(({ usage }) => usage?.throttledSeconds),
  };
}
