import { labelNames, metricNames } from '@headroom/contract/metric-names.ts';
import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Usage } from '../runtime/runtime.ts';
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
  idle: Usage | null,
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
    cpuSeconds: cpuOf(samples, window) ?? grew(metricNames.cpuTotal),
    longestStallSeconds: longestStall(pages, window),
    loopUtilization: loopTime && active !== null ? active / loopTime : null,
    peakResidentBytes: peakOf(samples, window) ?? highest(metricNames.residentMemory),
    idleResidentBytes: idle?.residentBytes ?? null,
  };
}

/** Of all processes of the subject, which its metrics page may not know of. */
function cpuOf(samples: readonly Sample[], window: Window): number | null {
  return increaseOver(
    window,
    samples.flatMap(({ atSeconds, usage }) =>
      usage === null ? [] : [{ atSeconds, value: usage.cpuSeconds }],
    ),
  );
}

function peakOf(samples: readonly Sample[], window: Window): number | null {
  const inside = samples.filter(({ atSeconds }) => isInside(window, atSeconds));
  const sizes = inside.flatMap(({ usage }) => (usage === null ? [] : [usage.residentBytes]));
  return sizes.length === 0 ? null : Math.max(...sizes);
}

/** A stall that is worth the name, where some looks at the loop told nothing. */
const clearStallSeconds = 0.1;

/** Null where a look told nothing (NaN) and no other saw a stall: one may have been missed. */
function longestStall(pages: readonly Page[], window: Window): number | null {
  const seen = valuesInside(pages, metricNames.stallCurrent, window);
  const told = seen.filter((value) => !Number.isNaN(value));
  if (told.length === 0) return null;
  const longest = Math.max(...told);
  return told.length < seen.length && longest < clearStallSeconds ? null : longest;
}

function highestInside(pages: readonly Page[], name: string, window: Window): number | null {
  const values = valuesInside(pages, name, window);
  return values.length === 0 ? null : Math.max(...values);
}

function valuesInside(pages: readonly Page[], name: string, window: Window): number[] {
  return pages
    .filter(({ atSeconds }) => isInside(window, atSeconds))
    .map(({ exposition }) => exposition.sum(name))
    .filter((value) => value !== null);
}
