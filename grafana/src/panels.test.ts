import { readFileSync } from 'node:fs';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { describe, expect, it } from 'vitest';
import { dashboardFile } from './dashboard-file.ts';
import { dashboardPanels } from './dashboard-queries.ts';
import { uids } from './shared/frame.ts';
import { failingShare, saturatedShare, stalledSeconds } from './shared/limits.ts';

/** Panels without a field: text, and Grafana's list of alerts. */
const fieldless = ['text', 'alertlist'];
const panels: Panel[] = dashboardPanels().map(({ panel }) => panel);
const drawn = panels.filter(({ type }) => !fieldless.includes(type));
const graphs = panels.filter(({ type }) => type === 'timeseries' || type === 'trend');

const titled = (title: string): Panel => {
  const panel = panels.find((each) => each.title === title);
  if (panel === undefined) throw new Error(`no panel is titled ${title}`);
  return panel;
};
const titles = (some: readonly Panel[]): unknown[] => some.map(({ title }) => title);
const propertiesOf = ({ fieldConfig }: Panel): Map<string, unknown> =>
  new Map(
    (fieldConfig?.overrides ?? []).flatMap(({ properties }) =>
      properties.map(({ id, value }) => [id, value]),
    ),
  );

const alerts = readFileSync(new URL('../../prometheus/rules/alerts.yml', import.meta.url), 'utf8');

describe('a panel', () => {
  it('describes itself', () => {
    expect(titles(panels.filter(({ description }) => !description))).toEqual([]);
  });

  it('gives what it draws a unit', () => {
    const bare = drawn.filter(({ type, fieldConfig }) => type !== 'table' && !fieldConfig?.defaults.unit);
    expect(titles(bare)).toEqual([]);
  });

  it('has colours of its own choice, since by default Grafana paints whatever is over 80 red', () => {
    const inherits = drawn.filter(
      ({ fieldConfig }) =>
        !fieldConfig?.defaults.color?.mode || !fieldConfig.defaults.thresholds?.steps.length,
    );
    expect(titles(inherits)).toEqual([]);
    const eighty = drawn.filter(({ fieldConfig }) =>
      [fieldConfig?.defaults.thresholds, propertiesOf({ fieldConfig } as Panel).get('thresholds')].some(
        (some) => JSON.stringify(some ?? '').includes('"value":80'),
      ),
    );
    expect(titles(eighty)).toEqual([]);
  });

  it.each(Object.values(uids))('of %s has colours by name only, which differ with the theme', (uid) => {
    expect(readFileSync(dashboardFile(uid), 'utf8').match(/"(#|rgba?\(|hsl)[^"]*"/g)).toBeNull();
  });

  it('says what it means that there is nothing to draw', () => {
    expect(titles(drawn.filter(({ fieldConfig }) => !fieldConfig?.defaults.noValue))).toEqual([]);
  });

  it('has its lines listed in a table with their last, greatest and mean value', () => {
    const legends = graphs.map(({ options }) => (options as { legend: unknown }).legend);
    for (const legend of legends) {
      expect(legend).toMatchObject({
        displayMode: 'table',
        placement: 'bottom',
        showLegend: true,
        calcs: ['lastNotNull', 'max', 'mean'],
      });
    }
  });
});

it('gives each alert a colour', () => {
  const named = titled('Alerts over time').fieldConfig?.overrides.filter(
    ({ matcher }) => matcher.id === 'byName',
  );
  const names = [...alerts.matchAll(/- alert: (\S+)/g)].map(([, name]) => name);
  expect(named?.map(({ matcher }) => matcher.options).sort()).toEqual(names.sort());
});

it('shows a trial that is one step of a long time range, as a point where there can be no line', () => {
  const drawing = graphs.map(({ fieldConfig }) => fieldConfig?.defaults.custom as Record<string, unknown>);
  for (const custom of drawing) expect(custom).toMatchObject({ showPoints: 'always', pointSize: 4 });
});

describe('the ideal', () => {
  const panel = titled('Throughput and the ideal closed loop');
  const ofIdeal =
    panel.fieldConfig?.overrides.find(
      ({ matcher }) => matcher.id === 'byFrameRefID' && matcher.options === 'B',
    )?.properties ?? [];

  it('has the name of its cell, by which both are coloured, and no colour of its own', () => {
    const [measured, ideal] = (panel.targets ?? []) as unknown as { legendFormat: string }[];
    expect(ideal?.legendFormat).toBe(measured?.legendFormat);
    expect(ofIdeal.map(({ id }) => id)).not.toContain('color');
  });

  it('is dashed, and listed once with its cell', () => {
    expect(ofIdeal).toContainEqual({
      id: 'custom.hideFrom',
      value: { legend: true, tooltip: false, viz: false },
    });
    expect(ofIdeal.find(({ id }) => id === 'custom.lineStyle')).toMatchObject({ value: { fill: 'dash' } });
  });
});

describe('a limit', () => {
  const ruleOf = (alert: string): string =>
    alerts.split('- alert: ').find((text) => text.startsWith(alert)) ?? '';

  it.each([
    ['EventLoopStalled', '>', stalledSeconds, 'Event loop stall'],
    ['GeneratorSaturated', '>=', saturatedShare, "The generator's CPU share"],
    ['RequestsFail', '>', failingShare, 'Failed'],
  ])('is the one at which %s fires', (alert, comparison, limit, title) => {
    expect(ruleOf(alert)).toContain(`${comparison} ${limit}\n`);
    const steps = titled(title).fieldConfig?.defaults.thresholds?.steps ?? [];
    expect(steps.at(-1)).toEqual({ value: limit, color: 'red' });
  });
});
