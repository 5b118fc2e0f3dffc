import type { LiveSecond } from '@headroom/contract/live.ts';
import { labelNames, metricNames } from '@headroom/contract/metric-names.ts';
import { parseExposition } from '../collect/exposition.ts';
import { loopStall } from '../collect/loop-stall.ts';
import type { Sample } from '../runtime/trial-outcome.ts';

/** What two looks at subject and generator, about a second apart, say of the time between them. */
type SampleFigures = Pick<
  LiveSecond,
  'stallSeconds' | 'loopUtilization' | 'subjectCpuShare' | 'generatorCpuShare'
>;

const noFigures: SampleFigures = {
  stallSeconds: null,
  loopUtilization: null,
  subjectCpuShare: null,
  generatorCpuShare: null,
};

const oldestLookSeconds = 2;

/** Keeps looks in the order of their instants: a slow scrape tells its look after later ones. */
export function insertLook(samples: Sample[], look: Sample): void {
  const place = samples.findLastIndex(({ atSeconds }) => atSeconds <= look.atSeconds);
  samples.splice(place + 1, 0, look);
}

/**
 * What the looks say of the second that ends at that instant; of one that is too old for it, nobody can tell.
 * @param generatorCpus CPUs that the generator may use, of which its share is
 */
export function figuresAt(
  samples: readonly Sample[],
  atSeconds: number,
  generatorCpus: number,
): SampleFigures {
  const last = samples.findLastIndex((look) => look.atSeconds <= atSeconds);
  const look = samples[last];
  if (look === undefined || look.atSeconds < atSeconds - oldestLookSeconds) return noFigures;
  return between(samples[last - 1], look, generatorCpus);
}

function between(before: Sample | undefined, after: Sample, generatorCpus: number): SampleFigures {
  const page = after.metrics === null ? null : parseExposition(after.metrics);
  const stall = page && loopStall(page);
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
    stallSeconds: stall === null || stall.isLowerBound ? null : stall.seconds,
    loopUtilization: active === null || !all ? null : Math.max(0, active / all),
    subjectCpuShare: share(after.usage?.cpuSeconds, before?.usage?.cpuSeconds),
    generatorCpuShare: generator === null ? null : generator / generatorCpus,
  };
}
