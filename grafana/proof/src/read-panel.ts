import {
  type DataFrame,
  type DisplayValue,
  type Field,
  FieldType,
  fieldReducers,
  formattedValueToString,
  type GrafanaTheme2,
  getFieldDisplayName,
  getFieldDisplayValues,
  getFieldSeriesColor,
  type ReduceDataOptions,
  reduceField,
} from '@grafana/data';
import type { Variables } from './interpolate.ts';
import type { PanelReading, Read, SeriesReading } from './reading.ts';
import { replacer, type ShownPanel, timeZone } from './show-panel.ts';

const rgb = (theme: GrafanaTheme2, color: string | undefined): string | null =>
  color === undefined ? null : theme.visualization.getColorByName(color);

/** Puts into words what a panel shows. */
export function readPanel(shown: ShownPanel, variables: Variables, theme: GrafanaTheme2): PanelReading {
  const { model, title, frames, fieldConfig, options, problems } = shown;
  const { type } = model;
  return {
    id: model.id,
    title,
    type,
    description: model.description ?? '',
    noValue: fieldConfig.defaults.noValue ?? null,
    values: ['stat', 'gauge', 'bargauge'].includes(type) ? readValues(shown, variables, theme) : [],
    series:
      type === 'timeseries' || type === 'trend'
        ? frames.flatMap((frame) => readSeries(frame, frames, shown, theme))
        : [],
    rows: type === 'table' ? readRows(frames[0], frames, theme) : [],
    text: type === 'text' ? replacer(variables)(String(options.content ?? '')) : null,
    cells: type === 'heatmap' ? countCells(frames) : 0,
    problems,
  };
}

const read = (theme: GrafanaTheme2, display: DisplayValue): Read => ({
  text: formattedValueToString(display),
  value: Number.isFinite(display.numeric) ? display.numeric : null,
  color: rgb(theme, display.color),
});

function readValues(
  { frames, fieldConfig, options }: ShownPanel,
  variables: Variables,
  theme: GrafanaTheme2,
) {
  const fields = fieldValues(frames, fieldConfig, options, variables, theme);
  return fields
    .filter(({ display }) => Number.isFinite(display.numeric))
    .map(({ display }) => ({ name: display.title ?? '', ...read(theme, display) }));
}

/** What tiles, gauges and bars are drawn from. */
export function fieldValues(
  frames: DataFrame[],
  fieldConfig: ShownPanel['fieldConfig'],
  options: ShownPanel['options'],
  variables: Variables,
  theme: GrafanaTheme2,
) {
  return getFieldDisplayValues({
    fieldConfig,
    reduceOptions: options.reduceOptions as ReduceDataOptions,
    replaceVariables: replacer(variables),
    theme,
    data: frames,
    sparkline: options.graphMode !== undefined && options.graphMode !== 'none',
    timeZone,
  });
}

function readSeries(
  frame: DataFrame,
  frames: DataFrame[],
  { model, options }: ShownPanel,
  theme: GrafanaTheme2,
): SeriesReading[] {
  const xField = options.xField as string | undefined;
  const isDrawn = (field: Field): boolean =>
    field.type === FieldType.number &&
    !field.config.custom?.hideFrom?.viz &&
    getFieldDisplayName(field, frame, frames) !== (model.type === 'trend' ? xField : undefined);
  const calcs = (options.legend as { calcs?: string[] } | undefined)?.calcs ?? [];
  return frame.fields.filter(isDrawn).flatMap((field) => {
    const finite = field.values.filter((value) => Number.isFinite(value));
    const display = field.display?.(finite.at(-1) ?? null);
    if (finite.length === 0 || !display) return [];
    const reduced = reduceField({ field, reducers: calcs });
    return {
      ...read(theme, display),
      color: rgb(theme, getFieldSeriesColor(field, theme).color),
      name: getFieldDisplayName(field, frame, frames),
      query: frame.refId ?? null,
      unit: field.config.unit ?? null,
      points: finite.length,
      dashed: field.config.custom?.lineStyle?.fill === 'dash',
      calcs: Object.fromEntries(
        calcs.map((calc) => {
          const shown = field.display?.(reduced[calc]);
          return [fieldReducers.get(calc).name, shown ? formattedValueToString(shown) : ''];
        }),
      ),
    };
  });
}

function readRows(
  frame: DataFrame | undefined,
  frames: DataFrame[],
  theme: GrafanaTheme2,
): Record<string, Read>[] {
  const columns = (frame?.fields ?? []).filter(
    ({ config }) => !config.custom?.hideFrom?.viz && !config.custom?.hidden,
  );
  return Array.from({ length: frame?.length ?? 0 }, (_, row) =>
    Object.fromEntries(
      columns.map((field) => {
        const display = field.display?.(field.values[row]) ?? {
          text: String(field.values[row]),
          numeric: Number.NaN,
        };
        const cell = read(theme, display);
        const isColoured = String(field.config.custom?.cellOptions?.type ?? '').startsWith('color-');
        const value = field.type === FieldType.number ? cell.value : null;
        return [
          getFieldDisplayName(field, frame, frames),
          { ...cell, value, color: isColoured ? cell.color : null },
        ];
      }),
    ),
  );
}

const countCells = (frames: DataFrame[]): number =>
  frames
    .flatMap(({ fields }) =>
      fields.filter(
        ({ name, type }) => name === 'count' || (type === FieldType.number && !/^[xy]M/.test(name)),
      ),
    )
    .reduce((sum, { values }) => sum + values.filter((count) => count > 0).length, 0);
