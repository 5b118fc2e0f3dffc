/** A figure as a person reads it. */
export interface Read {
  /** With prefix and unit, like `1.04 s`. */
  readonly text: string;
  /** In Prometheus's unit; null where the text is no number. */
  readonly value: number | null;
  /** As `#rrggbb`, of the theme. */
  readonly color: string | null;
}

/** What a person reads of one panel. */
export interface PanelReading {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly description: string;
  /** What stands where there are no data; null is Grafana's "No data" or "-". */
  readonly noValue: string | null;
  /** Tiles and bars. */
  readonly values: readonly (Read & { readonly name: string })[];
  /** Lines: their last values, what their legend adds, and how they are drawn. */
  readonly series: readonly SeriesReading[];
  /** Rows by the names of their columns, in the order of the columns. */
  readonly rows: readonly Readonly<Record<string, Read>>[];
  readonly text: string | null;
  /** Cells of a heatmap that hold something. */
  readonly cells: number;
  readonly problems: readonly string[];
}

export interface SeriesReading extends Read {
  readonly name: string;
  readonly query: string | null;
  readonly unit: string | null;
  readonly points: number;
  readonly dashed: boolean;
  /** By the name that the legend's head has for it. */
  readonly calcs: Readonly<Record<string, string>>;
}

/** What a person reads of a dashboard. */
export interface DashboardReading {
  readonly uid: string;
  readonly title: string;
  readonly variables: Readonly<Record<string, string | readonly string[]>>;
  readonly panels: readonly PanelReading[];
  /** The theme's colours, by their names in Grafana's palette. */
  readonly palette: Readonly<Record<string, string>>;
}

/** Empty of what was measured: bounds and aims, which are dashed, are drawn all the same. */
export const isEmpty = ({ values, series, rows, text, cells }: PanelReading): boolean =>
  values.length + series.filter(({ dashed }) => !dashed).length + rows.length + cells === 0 && !text;
