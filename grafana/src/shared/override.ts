import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { only } from './colours.ts';

/** Makes lines dashed and thin: a bound or an aim, nothing that was measured. */
export const dashed: DynamicConfigValue[] = [
  { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } },
  { id: 'custom.lineWidth', value: 1 },
  // A point at each sample would fill the gaps between the dashes.
  { id: 'custom.showPoints', value: 'auto' },
  { id: 'custom.fillOpacity', value: 0 },
];

/** The same of what is a part of a line. */
export const dotted: DynamicConfigValue[] = [
  { id: 'custom.lineStyle', value: { fill: 'dot', dash: [1, 6] } },
  ...dashed.slice(1),
];

/** Leaves lines out of the legend, as it has their name already. */
export const unlisted: DynamicConfigValue = {
  id: 'custom.hideFrom',
  value: { legend: true, tooltip: false, viz: false },
};

/** One colour, whatever the name. */
export const painted = (colour: string): DynamicConfigValue => ({ id: 'color', value: only(colour).build() });
