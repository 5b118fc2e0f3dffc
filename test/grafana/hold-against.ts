import type { Cell, Report } from '@headroom/contract/report.ts';
import {
  type DashboardReading,
  isEmpty,
  type PanelReading,
  type Read,
} from '../../grafana/proof/src/reading.ts';
import { type Expectation, emptyInHealth, units } from './expectations.ts';

/** One figure of a run, as it is read and as the report has it. */
export interface Shown {
  readonly dashboard: string;
  readonly panel: string;
  readonly figure: string;
  readonly cell: string;
  /** Null where it is nowhere. */
  readonly read: string | null;
  readonly reported: number | null;
  /** What is wrong with it; null where nothing is. */
  readonly fault: string | null;
}

/** Holds what a person reads against the report of the same run. */
export function holdAgainst(
  readings: readonly DashboardReading[],
  { cells }: Pick<Report, 'cells'>,
  expectations: readonly Expectation[],
): Shown[] {
  return expectations.flatMap((expectation) => {
    const reading = readings.find(({ uid }) => uid === expectation.dashboard);
    const panel = reading?.panels.find(({ title }) => title === expectation.panel);
    return cells.map((cell): Shown => {
      const read = panel ? readOf(panel, cell, expectation.column) : null;
      return {
        dashboard: reading?.title ?? expectation.dashboard,
        panel: expectation.panel,
        figure: expectation.column ?? panel?.type ?? '',
        cell: nameOf(cell),
        read: read?.text ?? null,
        reported: expectation.reported(cell),
        fault: faultOf(read, cell, expectation, reading?.palette ?? {}),
      };
    });
  });
}

/** What is wrong with the dashboards whatever the run: settings that do nothing, and panels that are empty without a word. */
export function panelFaults(readings: readonly DashboardReading[]): string[] {
  return readings.flatMap(({ title, panels }) =>
    panels.flatMap((panel) => {
      const where = `${title}, ${panel.title}`;
      const mayBeEmpty =
        panel.type === 'alertlist' || panel.noValue !== null || emptyInHealth.has(panel.title);
      return [
        ...panel.problems.map((problem) => `${where}: ${problem}`),
        ...(isEmpty(panel) && !mayBeEmpty ? [`${where}: is empty, and has no text for that`] : []),
      ];
    }),
  );
}

const nameOf = ({ subject, endpoint, strategy, vus }: Cell): string =>
  `${subject} ${endpoint} (${strategy}), ${vus} users`;

function readOf(panel: PanelReading, cell: Cell, column: string | undefined): Read | null {
  if (column === undefined) {
    return [...panel.values, ...panel.series].find(({ name }) => name === nameOf(cell)) ?? null;
  }
  const row = panel.rows.find(
    ({ Subject, Endpoint, Users }) =>
      Subject?.text === cell.subject && Endpoint?.text === cell.endpoint && Users?.text === String(cell.vus),
  );
  return row?.[column] ?? null;
}

function faultOf(
  read: Read | null,
  cell: Cell,
  { unit, within, reported, color }: Expectation,
  palette: DashboardReading['palette'],
): string | null {
  if (read === null) return 'is nowhere';
  const value = figureOf(read.text, unit);
  if (value === null) return `is in no unit of ${unit}`;
  const figure = reported(cell);
  if (figure !== null && Math.abs(value.number - figure) > within * figure + value.rounding) {
    return `is not within ${within * 100} % of the report's`;
  }
  const meant = color ? palette[color(cell)] : undefined;
  return meant !== undefined && read.color !== meant
    ? `is ${read.color}, not ${meant} (${color?.(cell)})`
    : null;
}

/** A text such as `1.04 s` or `97.81%` in Prometheus's unit, and half of what its last digit stands for. */
function figureOf(text: string, unit: keyof typeof units): { number: number; rounding: number } | null {
  const [, digits = '', suffix = ''] = /^(-?[\d.]+)\s*(.*)$/.exec(text) ?? [];
  const size = (units[unit] as Readonly<Record<string, number>>)[suffix];
  if (digits === '' || size === undefined) return null;
  const decimals = digits.split('.')[1]?.length ?? 0;
  return { number: Number(digits) * size, rounding: (size * 10 ** -decimals) / 2 };
}
