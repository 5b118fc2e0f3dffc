import type { LiveSecond } from '@headroom/contract/live.ts';
import { labelNames, metricNames } from '@headroom/contract/metric-names.ts';
import { parseExposition } from '../collect/exposition.ts';
import type { Sample } from '../runtime/trial-outcome.ts';

/** What two looks at subject and generator, about a second apart, say of the time between them. */
export type SampleFigures = Pick<
  LiveSecond,
  'stallSeconds' | 'loopUtilization' | 'subjectCpuShare' | 'generatorCpuShare'
>;

export const noFigures: SampleFigures = {
  stallSeconds: null,
  loopUtilization: null,
  subjectCpuShare: null,
  generatorCpuShare: null,
};

/** @param generatorCpus CPUs that the generator may use, of which its share is */
export function sampleFigures(
  before: Sample | undefined,
  after: Sample | undefined,
  generatorCpus: number,
): SampleFigures {
  if (after === undefined) return noFigures;
  const page = after.metrics === null ? null : parseExposition(after.metrics);
  const earlier = before?.metrics == null ? null : parseExposition(before.metrics);
  const seconds = before === undefined ? 0 : after.atSeconds - before.atSeconds;
  const share = (now: number | null | undefined, then: number | null | undefined) =>
    now == null || then == null || seconds <= 0 ? null : Math.max(0, now - then) / seconds;
  const generator = share(after.generatorCpuSeconds, before?.generatorCpuSeconds);
  const grew = (labels?: Record<string, string>) =>
    page === null || earlier === null
      ? null
      : (page.sum(metricNames.loopTime, labels) ?? 0) - (earlier.sum(metricNames.loopTime, labels) ?? 0);
  const [active, all] = [grew({ [labelNames.loopState]: 'active' }), grew()];
  return {
    stallSeconds: page?.sum(metricNames.stallCurrent) ?? null,
    loopUtilization: active === null || !all ? null : Math.max(0, active / all),
    subjectCpuShare: share(after.usage?.cpuSeconds, before?.usage?.cpuSeconds),
    generatorCpuShare: generator === null ? null : generator / generatorCpus,
  };
}
