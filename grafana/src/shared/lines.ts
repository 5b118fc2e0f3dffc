import {
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { inCellColours } from './cell-colours.ts';
import { colour, inOrder, thresholds } from './colours.ts';
import { overTime, prometheus } from './prometheus.ts';

/** What every panel of the lab says about itself. */
export interface Heading {
  readonly title: string;
  /** Shown on the panel: what is drawn, and how to read it. */
  readonly description: string;
  /** A unit of Grafana's: `s`, `reqps`, `percentunit`, `bytes`, `short`. */
  readonly unit: string;
  /** What the panel says when there is nothing to draw, where that means more than a time range without the run. */
  readonly nothing?: string;
}

const outOfRange = 'Nothing in this time range: use "Zoom to the run"';
/** A missed sample is no gap; two trials of a cell are further apart. */
const bridgedMilliseconds = 3000;

/**
 * Pixels. In a range of hours a trial is one step, and one step is no line; where Grafana decides it draws no point either.
 */
export const lonePoint = 4;

/** Lines over time from 0 up, in a panel of half the width. */
export function lines({ title, description, unit, nothing = outOfRange }: Heading): PanelBuilder {
  const panel = new PanelBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .noValue(nothing)
    .datasource(prometheus)
    .min(0)
    .span(12)
    .height(10)
    .fillOpacity(8)
    .spanNulls(bridgedMilliseconds)
    .showPoints(VisibilityMode.Always)
    .pointSize(lonePoint)
    .colorScheme(inOrder())
    .thresholds(thresholds(colour.plain))
    .legend(legend())
    .tooltip(tooltip());
  return inCellColours(panel);
}

/** Bars over time, those of one query upon one another, in a panel that is less high. */
export const stackedBars = (heading: Heading, expr: string, legend: string): PanelBuilder =>
  lines(heading)
    .height(8)
    .drawStyle(GraphDrawStyle.Bars)
    .fillOpacity(60)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'))
    .withTarget(overTime('A', expr, legend));

/** A dashed line across the panel at the value from which on something is wrong. */
export function limitedBy(panel: PanelBuilder, value: number): PanelBuilder {
  return panel
    .thresholds(thresholds('transparent', [value, colour.bad]))
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
}

/** A table below the graph, which Grafana keeps to a third of the panel and scrolls. */
export function legend(): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.Table)
    .placement(LegendPlacement.Bottom)
    .showLegend(true)
    .calcs(['lastNotNull', 'max', 'mean']);
}

export function tooltip(): VizTooltipOptionsBuilder {
  return new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi);
}
