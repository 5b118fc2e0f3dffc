import { labelNames, metricNames } from '@headroom/contract/metric-names.ts';
import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Sample } from '../runtime/trial-outcome.ts';
import { type Exposition, parseExposition } from './exposition.ts';
import { increaseOver, isInside, type Window } from './window.ts';

interface Page {
  readonly atSeconds: number;
  readonly exposition: Exposition;
}

/** What the subject's metrics pages say of the window. */
export function subjectView(
  samples: readonly Sample[],
  route: string,
  window: Window,
): MeasuredRecord['subject'] {
  const pages = samples.flatMap(({ atSeconds, metrics }) =>
    metrics === null ? [] : [{ atSeconds, exposition: parseExposition(metrics) }],
  );
  const grew = (name: string, labels?: Record<string, string>) =>
    increaseOver(
      window,
      // A series that does not exist yet stands at zero.
      pages.map(({ atSeconds, exposition }) => ({ atSeconds, value: exposition.sum(name, labels) ?? 0 })),
    );
  const highest = (name: string) => highestInside(pages, name, window);

  const ofRoute = { [labelNames.route]: route };
  const requests = grew(`${metricNames.requestDuration}_count`, ofRoute);
  const requestSeconds = grew(`${metricNames.requestDuration}_sum`, ofRoute);
  const active = grew(metricNames.loopTime, { [labelNames.loopState]: 'active' });
  const loopTime = grew(metricNames.loopTime);
  return {
    latencyMeanSeconds: requests && requestSeconds !== null ? requestSeconds / requests : null,
    cpuSeconds: grew(metricNames.cpuTotal),
    longestStallSeconds: highest(metricNames.stallCurrent),
    loopUtilization: loopTime && active !== null ? active / loopTime : null,
    peakResidentBytes: highest(metricNames.residentMemory),
  };
}

function highestInside(pages: readonly Page[], name: string, window: Window): number | null {
  const values = pages
    .filter(({ atSeconds }) => isInside(window, atSeconds))
    .map(({ exposition }) => exposition.sum(name))
    .filter((value) => value !== null);
  return values.length === 0 ? null : Math.max(...values);
}
