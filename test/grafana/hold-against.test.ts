import type { Cell } from '@headroom/contract/report.ts';
import { describe, expect, it } from 'vitest';
import type { DashboardReading, PanelReading, Read } from '../../grafana/proof/src/reading.ts';
import type { CellExpectation } from './expectations.ts';
import { holdAgainst, panelFaults } from './hold-against.ts';

const cell = { subject: 'nest', endpoint: '/sync', strategy: 'sync', vus: 10, throughputRps: 1 } as Cell;
const read = (text: string, color: string | null = null): Read => ({ text, value: null, color });
const panel = (more: Partial<PanelReading>): PanelReading => ({
  id: 1,
  title: 'Cells',
  type: 'table',
  description: '',
  noValue: null,
  values: [],
  series: [],
  rows: [],
  text: null,
  cells: 0,
  problems: [],
  ...more,
});
const dashboard = (shown: PanelReading): DashboardReading => ({
  uid: 'u',
  title: 'T',
  variables: {},
  panels: [shown],
  palette: { green: '#73bf69' },
});
const row = (text: string, name = 'Latency') => ({
  Subject: read('nest'),
  Endpoint: read('/sync'),
  Level: read('10'),
  Unit: read('users'),
  [name]: read(text),
});
const latency: CellExpectation = {
  dashboard: 'u',
  panel: 'Cells',
  column: 'Latency',
  unit: 'seconds',
  reported: () => 1.02,
  within: 0.05,
};
const faultOf = (shown: PanelReading, expectation = latency): string | null | undefined =>
  holdAgainst([dashboard(shown)], { cells: [cell] }, { ofCells: [expectation], ofRun: [] })[0]?.fault;

describe('a figure agrees', () => {
  it.each(['1.04 s', '1040 ms', '0.98 s', '1 s'])('read as %s', (text) => {
    expect(faultOf(panel({ rows: [row(text)] }))).toBeNull();
  });

  it('by what its text is rounded to', () => {
    const users = { ...latency, unit: 'number' as const, reported: () => 10, within: 0 };
    expect(faultOf(panel({ rows: [row('10')] }), users)).toBeNull();
    expect(faultOf(panel({ rows: [row('11')] }), users)).toMatch(/not within 0 %/);
  });

  it('where it is held back as in the report', () => {
    const heldBack = { ...latency, reported: () => null };
    expect(faultOf(panel({ rows: [row('too few')] }), heldBack)).toBeNull();
    expect(faultOf(panel({ rows: [] }), heldBack)).toBeNull();
    expect(faultOf(panel({ rows: [row('7 s')] }), heldBack)).toMatch(/held back in the report/);
  });
});

describe('a figure is at fault', () => {
  it.each([
    ['another value', row('1.12 s'), /not within 5 %/],
    ['another size of its unit', row('1.04 ms'), /not within 5 %/],
    ['another unit', row('1.04 req/s'), /in no unit of seconds/],
    ['no unit', row('1.04'), /in no unit of seconds/],
    ['another column', row('1.04 s', 'Mean'), /is nowhere/],
  ])('with %s', (_, shown, fault) => {
    expect(faultOf(panel({ rows: [shown] }))).toMatch(fault);
  });

  it('with another colour', () => {
    const { column: _, ...bar } = { ...latency, color: () => 'green' };
    const name = 'nest /sync (sync), 10 users';
    expect(faultOf(panel({ values: [{ name, ...read('1.02 s', '#73bf69') }] }), bar)).toBeNull();
    expect(faultOf(panel({ values: [{ name, ...read('1.02 s', '#f2495c') }] }), bar)).toMatch(
      /not #73bf69 \(green\)/,
    );
    expect(faultOf(panel({ values: [{ name: 'else', ...read('1.02 s') }] }), bar)).toBe('is nowhere');
  });
});

it('tells a dashed line from the one whose name it has, and a tile of the run', () => {
  const line = (text: string, dashed: boolean) => ({
    ...{ name: 'Client: nest /sync (sync), 10 users', query: 'A', unit: null, points: 1, calcs: {}, dashed },
    ...read(text),
  });
  const { column: _, ...ofLine } = { ...latency, prefix: 'Client: ', dashed: true };
  expect(faultOf(panel({ series: [line('9 s', false), line('1.02 s', true)] }), ofLine)).toBeNull();
  expect(faultOf(panel({ series: [line('1.02 s', false), line('9 s', true)] }), ofLine)).toMatch(
    /not within/,
  );

  const place = { dashboard: 'u', panel: 'Cells', unit: 'number', within: 0 } as const;
  const ofRun = [{ ...place, reported: (cells: readonly Cell[]) => cells.length }];
  const shown = (text: string) =>
    holdAgainst(
      [dashboard(panel({ values: [{ name: '', ...read(text) }] }))],
      { cells: [cell] },
      { ofCells: [], ofRun },
    );
  expect(shown('1')[0]?.fault).toBeNull();
  expect(shown('2')[0]?.fault).toMatch(/not within/);
});

it('says which panels are empty without a word, and which settings do nothing', () => {
  const faults = (shown: PanelReading) => panelFaults([dashboard(shown)]);
  expect(faults(panel({ rows: [row('1 s')] }))).toEqual([]);
  expect(faults(panel({ noValue: 'none failed' }))).toEqual([]);
  const line = { name: 'a', query: 'A', unit: null, points: 1, calcs: {}, ...read('1') };
  expect(faults(panel({ series: [{ ...line, dashed: false }] }))).toEqual([]);
  expect(faults(panel({ series: [{ ...line, dashed: true }] }))).toHaveLength(1);
  expect(faults(panel({}))).toEqual(['T, Cells: is empty, and has no text for that']);
  expect(faults(panel({ rows: [row('1 s')], problems: ['odd'] }))).toEqual(['T, Cells: odd']);
});
