import type { Cell, Report } from '@headroom/contract/report.ts';
import {
  type DashboardReading,
  isEmpty,
  type PanelReading,
  type Read,
} from '../../grafana/proof/src/reading.ts';
import { type CellExpectation, type Expectation, emptyInHealth } from './expectations.ts';
import { figureOf } from './units.ts';

/** One figure of a run, as it is read and as the report has it. */
export interface Shown {
  readonly dashboard: string;
  readonly panel: string;
  readonly figure: string;
  /** Or the run. */
  readonly cell: string;
  /** Null where it is nowhere. */
  readonly read: string | null;
  readonly reported: number | null;
  /** What is wrong with it; null where nothing is. */
  readonly fault: string | null;
}

interface Expectations {
  readonly ofCells: readonly CellExpectation[];
  readonly ofRun: readonly Expectation<readonly Cell[]>[];
}

/** Holds what a person reads against the report of the same run. */
export function holdAgainst(
  readings: readonly DashboardReading[],
  { cells }: Pick<Report, 'cells'>,
  { ofCells, ofRun }: Expectations,
): Shown[] {
  const placeOf = ({ dashboard, panel }: { dashboard: string; panel: string }): Place => {
    const reading = readings.find(({ uid }) => uid === dashboard);
    return { reading, panel: reading?.panels.find(({ title }) => title === panel) };
  };
  return [
    ...ofRun.map((expectation) => {
      const place = placeOf(expectation);
      return compared(expectation, cells, place, place.panel?.values[0], 'tile', 'the run');
    }),
    ...ofCells.flatMap((expectation) => {
      const place = placeOf(expectation);
      const { column, dashed, prefix = '' } = expectation;
      const figure = column ?? `${prefix}${dashed ? 'dashed line' : (place.panel?.type ?? '')}`;
      return cells.map((cell) =>
        compared(
          expectation,
          cell,
          place,
          place.panel && readOf(place.panel, cell, expectation),
          figure,
          nameOf(cell),
        ),
      );
    }),
  ];
}

interface Place {
  readonly reading: DashboardReading | undefined;
  readonly panel: PanelReading | undefined;
}

function compared<Of>(
  expectation: Expectation<Of>,
  of: Of,
  { reading }: Place,
  read: Read | undefined,
  figure: string,
  cell: string,
): Shown {
  return {
    dashboard: reading?.title ?? expectation.dashboard,
    panel: expectation.panel,
    figure,
    cell,
    read: read?.text ?? null,
    reported: expectation.reported(of),
    fault: faultOf(read, of, expectation, reading?.palette ?? {}),
  };
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

function readOf(
  { values, series, rows }: PanelReading,
  cell: Cell,
  { column, prefix = '', dashed = false }: CellExpectation,
): Read | undefined {
  if (column === undefined) {
    const lines = series.filter((line) => line.dashed === dashed);
    return [...values, ...lines].find(({ name }) => name === prefix + nameOf(cell));
  }
  const named = { Subject: cell.subject, Endpoint: cell.endpoint, Level: String(cell.vus), Unit: 'users' };
  return rows.find((row) => Object.entries(named).every(([name, text]) => row[name]?.text === text))?.[
    column
  ];
}

/** What a table says in the place of a figure that too few answers would give. */
const heldBack = 'too few';

function faultOf<Of>(
  read: Read | undefined,
  of: Of,
  { unit, within, reported, color }: Expectation<Of>,
  palette: DashboardReading['palette'],
): string | null {
  const figure = reported(of);
  const isHeldBack = read === undefined || read.text === heldBack;
  if (figure === null) return isHeldBack ? null : 'is held back in the report';
  if (read === undefined) return 'is nowhere';
  const shown = figureOf(read.text, unit);
  if (shown === null) return `is in no unit of ${unit}`;
  if (Math.abs(shown.number - figure) > within * figure + shown.rounding) {
    return `is not within ${within * 100} % of the report's`;
  }
  const meant = color?.(of);
  if (meant === undefined || read.color === palette[meant]) return null;
  return `is ${read.color}, not ${palette[meant]} (${meant})`;
}
