import { performance } from 'node:perf_hooks';
import { labelNames } from '@headroom/contract/metric-names.ts';
import { observe } from './histogram.ts';
import { durationBuckets } from './limits.ts';
import { overflowLabel, overflowSlot, type SeriesAnnouncement, slotAllotment } from './series.ts';
import { add, type SharedState } from './shared-state.ts';

/** A request in hand, from `begin` to `end`. */
export interface ActiveRequest {
  readonly series: RouteSeries;
  readonly startedAtMs: number;
}

interface RouteSeries {
  readonly method: string;
  readonly route: string;
  readonly activeSlot: number;
  readonly durationSlots: Map<number, number>;
}

/** Counts and times requests on the thread that serves them; a call costs well below a microsecond. */
export interface Recorder {
  /** `route` must be a template such as `/users/:id`, never a path, or each path becomes a series. */
  begin(method: string, route: string): ActiveRequest;
  /** Call once for each request that has begun. `status` is that of the answer. */
  end(request: ActiveRequest, status: number): void;
}

/** The methods that OpenTelemetry names; others share the label `_OTHER`. */
const namedMethods = ['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE'];

/** A recorder that writes to `state` and announces each new series to the metrics thread. */
export function createRecorder(
  { active, durations }: SharedState,
  announce: (announcement: SeriesAnnouncement) => void,
): Recorder {
  const activeSlot = slotAllotment('active', announce);
  const durationSlot = slotAllotment('durations', announce);
  const routesOf = new Map(namedMethods.map((method) => [method, new Map<string, RouteSeries>()]));
  const routesOfOthers = new Map<string, RouteSeries>();
  const overflow = routeSeries(overflowLabel, overflowLabel, overflowSlot);

  const newSeries = (givenMethod: string, route: string): RouteSeries => {
    const method = routesOf.has(givenMethod) ? givenMethod : '_OTHER';
    const slot = activeSlot({ [labelNames.method]: method, [labelNames.route]: route });
    if (slot === overflowSlot) return overflow;
    const series = routeSeries(method, route, slot);
    (routesOf.get(givenMethod) ?? routesOfOthers).set(route, series);
    return series;
  };

  const newDurationSlot = ({ method, route, durationSlots }: RouteSeries, status: number): number => {
    const slot = durationSlot({
      [labelNames.method]: method,
      [labelNames.route]: route,
      [labelNames.status]: String(status),
    });
    durationSlots.set(status, slot);
    return slot;
  };

  return {
    begin(method, route) {
      const series = (routesOf.get(method) ?? routesOfOthers).get(route) ?? newSeries(method, route);
      add(active, series.activeSlot, 1);
      return { series, startedAtMs: performance.now() };
    },
    end({ series, startedAtMs }, status) {
      const slot = series.durationSlots.get(status) ?? newDurationSlot(series, status);
      add(active, series.activeSlot, -1);
      observe(durations, slot, durationBuckets, (performance.now() - startedAtMs) / 1000);
    },
  };
}

const routeSeries = (method: string, route: string, activeSlot: number): RouteSeries => ({
  method,
  route,
  activeSlot,
  durationSlots: new Map(),
});
