import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { painted } from './override.ts';

/** As in the report: a strategy has the same colour everywhere. */
const hues = { sync: 'orange', async: 'blue', pool: 'green', queue: 'purple' } as const;
/** Its shade, by how the level is written: darker with more users. Neither theme loses these four on its background. */
const shades = [
  ['\\d', 'light-'],
  ['[1-4]\\d', ''],
  ['[5-9]\\d', 'semi-dark-'],
  ['\\d{3,}', 'dark-'],
] as const;

interface Overridable<Panel> {
  overrideByRegexp(pattern: string, properties: DynamicConfigValue[]): Panel;
}

/**
 * Gives whatever is named after a cell the colour of its strategy and level, be it measured, an ideal or of another run;
 * the order of the series, by which Grafana colours, would tell them apart. Cells of one strategy and about one level share a colour: there
 * is one trial at a time.
 */
export function inCellColours<Panel extends Overridable<Panel>>(panel: Panel): Panel {
  for (const [strategy, hue] of Object.entries(hues)) {
    for (const [level, shade] of shades) {
      panel.overrideByRegexp(`/\\(${strategy}\\), ${level} \\D*$/`, [painted(`${shade}${hue}`)]);
    }
  }
  return panel;
}
