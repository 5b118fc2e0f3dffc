import type * as Plot from '@observablehq/plot';
import type { CsvValue } from '../csv.ts';

/** The library as it is handed to a chart: it is loaded only when a page is made. */
export type Plotter = typeof Plot;

export interface Column {
  /** Name in the CSV, with its unit. */
  readonly name: string;
  /** How a person reads a number of it. */
  readonly show: (value: number) => string;
}

/** One picture with everything that goes with it; nothing is drawn until `draw` is called. */
export interface Chart {
  readonly title: string;
  /** What the upright axis shows, and how. */
  readonly axis: string;
  /** The picture in a sentence or a few, for who cannot see it. */
  readonly summary: string;
  /** What has to be said below it. */
  readonly notes: readonly string[];
  /** What the first field of each row names: an endpoint, a trial. */
  readonly rowsAre: string;
  /** Of the other fields. */
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly CsvValue[])[];
  /** The rows of the page's table, where all of them would be more than anybody reads. */
  readonly shown?: readonly (readonly CsvValue[])[];
  readonly draw: (plot: Plotter) => Plot.PlotOptions;
}

export const asItIs = (value: number): string => String(value);
