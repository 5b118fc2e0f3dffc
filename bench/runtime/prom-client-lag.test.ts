import { metricNames } from '@headroom/contract/metric-names.ts';
import { expect, it } from 'vitest';
import { withStall } from './prom-client-lag.ts';

const page = (figures: Record<string, number>, prefix = '') =>
  Object.entries(figures)
    .map(([name, value]) => `${prefix}nodejs_eventloop_lag_${name}_seconds{app="a"} ${value}\n`)
    .join('');
const stallOf = (text: string) =>
  Number(new RegExp(`^${metricNames.stallCurrent} (\\S+)$`, 'm').exec(withStall(text))?.[1] ?? 'no line');

it('reads the median lag of prom-client as a stall, less what a loop at rest shows', () => {
  expect(
    stallOf('# HELP x\nnodejs_eventloop_lag_p50_seconds 0.112\nnodejs_eventloop_lag_max_seconds 0.4\n'),
  ).toBeCloseTo(0.1);
  expect(stallOf('nodejs_eventloop_lag_p50_seconds{app="a"} 0.0101')).toBe(0);
});

it('finds it behind a prefix', () => {
  expect(stallOf(page({ min: 0.05, max: 0.07, p50: 0.062 }, 'shop_'))).toBeCloseTo(0.05);
});

it('says that a page told nothing whose histogram is empty, as it is where the loop is blocked at every scrape', () => {
  expect(withStall(page({ min: 9.2e9, max: 0, p50: 5e-7 }))).toContain(`${metricNames.stallCurrent} NaN`);
  expect(withStall(page({ min: 9.2e9, max: 0, p50: 0.0101 }))).toContain('NaN');
  expect(withStall(page({ min: 0.0099, max: 0.0102, p50: 0.0101 }))).not.toContain('NaN');
});

it('leaves other pages as they are', () => {
  for (const text of [
    '',
    'up 1\n',
    'nodejs_eventloop_stall_seconds 0.2\nnodejs_eventloop_lag_p50_seconds 1\n',
  ]) {
    expect(withStall(text)).toBe(text);
  }
});
