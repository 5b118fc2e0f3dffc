import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { expect, it } from 'vitest';
import { inCellColours } from './cell-colours.ts';

const overrides = inCellColours(new PanelBuilder()).build().fieldConfig?.overrides ?? [];

/** Of the overrides that match a name, as Grafana reads a pattern between slashes. */
function coloursOf(name: string) {
  return overrides
    .filter(({ matcher }) => new RegExp(String(matcher.options).slice(1, -1)).test(name))
    .map(({ properties }) => (properties[0]?.value as { fixedColor?: string } | undefined)?.fixedColor);
}

it.each([
  ['nest /sync (sync), 1 users', ['light-orange']],
  ['nest /sync (sync), 10 users', ['orange']],
  ['nest /async (async), 50 users', ['semi-dark-blue']],
  ['fastapi /cpu/pool (pool), 100 users', ['dark-green']],
  ['nest /cpu/queue (queue), 20 requests/s', ['purple']],
  // Whose numbers are no levels.
  ['nest /disk/async?bytes=4096 (async), 50 users', ['semi-dark-blue']],
  ['B: nest /async?delay=0.02 (async), 100 users', ['dark-blue']],
  // By the order of the series: nobody has said how it works.
  ['mine /hello (unknown), 10 users', []],
])('gives %s its colour', (name, colours) => {
  expect(coloursOf(name)).toEqual(colours);
});
