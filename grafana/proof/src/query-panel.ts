import { type DataFrame, dateTime, rangeUtil, type TimeRange } from '@grafana/data';
import type { PanelModel, Target } from './dashboard.ts';
import { toFrames, toTables } from './frames.ts';
import { type Chosen, interpolateQuery, type Variables } from './interpolate.ts';
import type { Prometheus } from './prometheus.ts';
import type { Span } from './variables.ts';

/** Where a panel's figures come from. */
export interface Source {
  readonly prometheus: Prometheus;
  readonly span: Span;
  readonly variables: Variables;
  /** `timeInterval` of the data source, like `1s`. */
  readonly scrapeInterval: string;
}

/**
 * What a panel's queries give, before its transformations.
 * @param width in pixels: without a bound of its own a panel asks for as many points
 */
export async function queryPanel(panel: PanelModel, source: Source, width: number): Promise<DataFrame[]> {
  const lines: DataFrame[] = [];
  const tables = new Map<string, readonly DataFrame[]>();
  for (const target of (panel.targets ?? []).filter(({ hide }) => !hide)) {
    const points = panel.maxDataPoints ?? Math.round(width);
    const frames = await queryTarget(target, points, panel.interval ?? source.scrapeInterval, source);
    if (target.format === 'table') tables.set(target.refId, frames);
    else lines.push(...frames);
  }
  return [...lines, ...toTables(tables)];
}

async function queryTarget(
  target: Target,
  points: number,
  panelInterval: string,
  { prometheus, span, variables, scrapeInterval }: Source,
): Promise<DataFrame[]> {
  const least = target.interval ? interpolateQuery(target.interval, variables) : panelInterval;
  const { intervalMs } = rangeUtil.calculateInterval(timeRangeOf(span), points, least);
  const expr = interpolateQuery(
    target.expr,
    new Map([...variables, ...stepVariables(intervalMs, scrapeInterval)]),
  );
  const frames = [];
  if (target.range || !target.instant) {
    // Prometheus takes 11,000 points at most.
    const step = Math.max(intervalMs / 1000, (span.to - span.from) / 11_000);
    const aligned = (seconds: number): number => Math.floor(seconds / step) * step;
    frames.push(
      ...toFrames(await prometheus.range(expr, aligned(span.from), aligned(span.to), step), {
        ...target,
        expr,
      }),
    );
  }
  if (target.instant) frames.push(...toFrames(await prometheus.instant(expr, span.to), { ...target, expr }));
  return frames;
}

/** Grafana's own variables that follow from the step of a query. */
function stepVariables(intervalMs: number, scrapeInterval: string): [string, Chosen][] {
  const scrapeMs = rangeUtil.intervalToMs(scrapeInterval);
  const rateMs = Math.max(intervalMs + scrapeMs, 4 * scrapeMs);
  return Object.entries({
    __interval: `${intervalMs}ms`,
    __interval_ms: String(intervalMs),
    __rate_interval: `${rateMs}ms`,
    __rate_interval_ms: String(rateMs),
  }).map(([name, value]) => [name, { value, many: false, literal: true }]);
}

export function timeRangeOf({ from, to }: Span): TimeRange {
  const [start, end] = [dateTime(from * 1000), dateTime(to * 1000)];
  return { from: start, to: end, raw: { from: start, to: end } };
}
