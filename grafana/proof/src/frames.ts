import type { DataFrame, Field, FieldType } from '@grafana/data';
import type { Answer, HistogramSample, Labels, Sample, Series } from './prometheus.ts';

/** What a query of a panel says of the form of its answer. */
export interface FrameForm {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat?: string;
}

/**
 * The answer of a range or instant query as data frames, one for each series, as Grafana's data source gives them: a field
 * of times and a field of values with the labels, named by the legend. Native histograms become one frame of cells a series.
 */
export function toFrames(answer: Answer, form: FrameForm): DataFrame[] {
  if (answer.resultType === 'scalar') {
    return [seriesFrame({}, [answer.result], form)];
  }
  return answer.result.flatMap((series) => {
    const frames: DataFrame[] = [];
    const samples = series.values ?? (series.value ? [series.value] : []);
    if (samples.length > 0) frames.push(seriesFrame(series.metric, samples, form));
    const histograms = series.histograms ?? (series.histogram ? [series.histogram] : []);
    if (histograms.length > 0) frames.push(histogramFrame(series, histograms, form));
    return frames;
  });
}

function seriesFrame(labels: Labels, samples: readonly Sample[], form: FrameForm): DataFrame {
  const name = seriesName(labels, form);
  return {
    refId: form.refId,
    ...(name === null ? {} : { name }),
    length: samples.length,
    fields: [
      times(samples.map(([seconds]) => seconds)),
      field(
        'Value',
        'number',
        samples.map(([, value]) => parseValue(value)),
        {
          labels: { ...labels },
          config: name === null ? {} : { displayNameFromDS: name },
        },
      ),
    ],
  };
}

/** Cells as long as the bucket is wide; those of one time follow one another. */
function histogramFrame(series: Series, samples: readonly HistogramSample[], form: FrameForm): DataFrame {
  const cells = samples.flatMap(([seconds, { buckets = [] }]) =>
    buckets.map(([, from, to, count]) => ({
      seconds,
      from: Number(from),
      to: Number(to),
      count: Number(count),
    })),
  );
  return {
    refId: form.refId,
    name: seriesName(series.metric, form) ?? form.expr,
    length: cells.length,
    meta: { type: 'heatmap-cells' as never },
    fields: [
      { ...times(cells.map(({ seconds }) => seconds)), name: 'xMax' },
      field(
        'yMin',
        'number',
        cells.map(({ from }) => from),
      ),
      field(
        'yMax',
        'number',
        cells.map(({ to }) => to),
      ),
      field(
        'count',
        'number',
        cells.map(({ count }) => count),
        { labels: { ...series.metric } },
      ),
    ],
  };
}

/**
 * The frames of all queries of a panel whose format is a table, by query: rows for series, labels as columns and the value at
 * the end, called `Value`, or `Value #A` where several queries are tables.
 */
export function toTables(framesByQuery: ReadonlyMap<string, readonly DataFrame[]>): DataFrame[] {
  return [...framesByQuery].map(([refId, frames]) => {
    const valueName = framesByQuery.size > 1 ? `Value #${refId}` : 'Value';
    const rows = frames.flatMap(({ fields: [time, value] }) =>
      (value?.values ?? []).map((number, row) => ({
        time: time?.values[row],
        number,
        labels: value?.labels ?? {},
      })),
    );
    const columns = [...new Set(frames.flatMap(({ fields }) => Object.keys(fields[1]?.labels ?? {}).sort()))];
    return {
      refId,
      length: rows.length,
      fields: [
        field(
          'Time',
          'time',
          rows.map(({ time }) => time),
        ),
        ...columns.map((name) =>
          field(
            name,
            'string',
            rows.map(({ labels }) => labels[name] ?? ''),
          ),
        ),
        field(
          valueName,
          'number',
          rows.map(({ number }) => number),
        ),
      ],
    };
  });
}

/** By the legend; without one, as Prometheus writes a series; null where Grafana is to find what tells the series apart. */
export function seriesName(labels: Labels, { expr, legendFormat = '' }: FrameForm): string | null {
  if (legendFormat === '__auto' && Object.keys(labels).length > 0) return null;
  if (legendFormat !== '' && legendFormat !== '__auto') {
    return legendFormat.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, name: string) => labels[name] ?? '');
  }
  const { __name__: metric = '', ...others } = labels;
  const written = Object.entries(others).map(([name, value]) => `${name}="${value}"`);
  return `${metric}${written.length > 0 ? `{${written.join(', ')}}` : ''}` || expr;
}

/** JSON has no infinity, so Prometheus writes numbers as text. */
function parseValue(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  return Number(text);
}

const times = (seconds: readonly number[]): Field =>
  field(
    'Time',
    'time',
    seconds.map((second) => Math.round(second * 1000)),
  );

function field(name: string, type: `${FieldType}`, values: unknown[], more: Partial<Field> = {}): Field {
  return { name, type: type as FieldType, values, config: {}, ...more };
}
