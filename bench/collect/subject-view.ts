import { labelNames, metricNames } from '@headroom/contract/metric-names.ts';
import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Usage } from '../runtime/runtime.ts';
import type { Sample } from '../runtime/trial-outcome.ts';
import { type Exposition, parseExposition } from './exposition.ts';
import { longestStall, loopStall } from './loop-stall.ts';
import { sumOfDefault } from './prom-client.ts';
import { increaseOver, isInside, type Window } from './window.ts';

interface Page {
  readonly atSeconds: number;
  readonly exposition: Exposition;
}

/**
 * What the subject's metrics pages say of the window.
 * @param latencyMeanSeconds of the right answers in the window
 */
export function subjectView(
  samples: readonly Sample[],
  idle: Usage | null,
  route: string,
  window: Window,
  latencyMeanSeconds: number | null,
): MeasuredRecord['subject'] {
  const pages = samples.flatMap(({ atSeconds, metrics }) =>
    metrics === null ? [] : [{ atSeconds, exposition: parseExposition(metrics) }],
  );
  const grewBy = (read: (page: Exposition) => number | null) =>
    increaseOver(
      window,
      // A series that does not exist yet stands at zero.
      pages.map(({ atSeconds, exposition }) => ({ atSeconds, value: read(exposition) ?? 0 })),
    );
  const grew = (name: string, labels?: Record<string, string>) => grewBy((page) => page.sum(name, labels));

  const ofRoute = { [labelNames.route]: route };
  const requests = grew(`${metricNames.requestDuration}_count`, ofRoute);
  const requestSeconds = grew(`${metricNames.requestDuration}_sum`, ofRoute);
  const active = grew(metricNames.loopTime, { [labelNames.loopState]: 'active' });
  const loopTime = grew(metricNames.loopTime);
  return {
    latencyMeanSeconds: requests && requestSeconds !== null ? requestSeconds / requests : null,
    cpuSeconds: cpuOf(samples, window) ?? grewBy((page) => sumOfDefault(page, metricNames.cpuTotal)),
    longestStallSeconds: stallOf(samples, pages, window, latencyMeanSeconds),
    loopUtilization: loopTime && active !== null ? active / loopTime : null,
    peakResidentBytes: peakOf(samples, window) ?? highestInside(pages, metricNames.residentMemory, window),
    idleResidentBytes: idle?.residentBytes ?? null,
    throttledSeconds: throttledIn(samples, window),
  };
}

function stallOf(
  samples: readonly Sample[],
  pages: readonly Page[],
  window: Window,
  latencyMeanSeconds: number | null,
): number | null {
  const stalls = pages
    .filter(({ atSeconds }) => isInside(window, atSeconds))
    .map(({ exposition }) => loopStall(exposition))
    .filter((stall) => stall !== null);
  const isUnanswered = ({ atSeconds, asked, metrics }: Sample) =>
    asked && metrics === null && isInside(window, atSeconds);
  return longestStall(stalls, samples.some(isUnanswered), latencyMeanSeconds);
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

function throttledIn(samples: readonly Sample[], window: Window): number | null {
  return increaseOver(
    window,
    samples.flatMap(({ atSeconds, usage }) =>
      usage === null || usage.throttledSeconds === null ? [] : [{ atSeconds, value: usage.throttledSeconds }],
    ),
  );
}

function peakOf(samples: readonly Sample[], window: Window): number | null {
  const inside = samples.filter(({ atSeconds }) => isInside(window, atSeconds));
  const sizes = inside.flatMap(({ usage }) => (usage === null ? [] : [usage.residentBytes]));
  return sizes.length === 0 ? null : Math.max(...sizes);
}

function highestInside(pages: readonly Page[], name: string, window: Window): number | null {
  const values = pages
    .filter(({ atSeconds }) => isInside(window, atSeconds))
    .map(({ exposition }) => sumOfDefault(exposition, name))
    .filter((value) => value !== null);
  return values.length === 0 ? null : Math.max(...values);
}
