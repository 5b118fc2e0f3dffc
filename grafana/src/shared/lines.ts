import {
  LegendDisplayMode,
  LegendPlacement,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { prometheus } from './prometheus.ts';

/** What every panel of the lab says about itself. */
export interface Heading {
  readonly title: string;
  /** Shown on the panel: what is drawn, and how to read it. */
  readonly description: string;
  /** A unit of Grafana's: `s`, `reqps`, `percentunit`, `bytes`, `short`. */
  readonly unit: string;
}

/** Lines over time from 0 up, in a panel of a third of the width. */
export function lines({ title, description, unit }: Heading): PanelBuilder {
  return new PanelBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .datasource(prometheus)
    .min(0)
    .span(8)
    .height(9)
    .fillOpacity(8)
    .legend(legend())
    .tooltip(tooltip());
}

export function legend(): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .showLegend(true)
    .calcs([]);
}

export function tooltip(): VizTooltipOptionsBuilder {
  return new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi);
}

/** Makes the lines of one query dashed and thin: a bound or an aim, nothing that was measured. */
export const dashed = [
  { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } },
  { id: 'custom.lineWidth', value: 1 },
  { id: 'custom.fillOpacity', value: 0 },
];
