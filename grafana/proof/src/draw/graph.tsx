import { FieldMatcherID, FieldType, fieldMatchers, getFieldDisplayName } from '@grafana/data';
import type { VizLegendOptions } from '@grafana/schema';
import { TimeSeries } from '@grafana/ui';
import { timeRangeOf } from '../query-panel.ts';
import { timeZone } from '../show-panel.ts';
import type { Drawing } from './drawing.ts';

/** Lines over time, or over any rising field: `TimeSeries` of @grafana/ui. */
export function drawGraph({ model, frames, options, span, width, height }: Drawing) {
  const xField = model.type === 'trend' ? (options.xField as string | undefined) : undefined;
  const fields = {
    x: xField
      ? fieldMatchers.get(FieldMatcherID.byName).get(xField)
      : fieldMatchers.get(FieldMatcherID.firstTimeField).get({}),
    y: fieldMatchers.get(FieldMatcherID.byTypes).get(new Set([FieldType.number])),
  };
  const drawn = xField ? frames.map((frame) => withAxis(frame, xField, frames)) : frames;
  return (
    <TimeSeries
      frames={drawn}
      fields={fields}
      timeRange={timeRangeOf(span)}
      timeZone={timeZone}
      width={width}
      height={height}
      legend={options.legend as VizLegendOptions}
      options={options as Record<string, unknown>}
    />
  );
}

/** A trend without its times, which it has besides the field that is its axis, and without rows before that begins. */
function withAxis(
  frame: Drawing['frames'][number],
  xField: string,
  frames: Drawing['frames'],
): Drawing['frames'][number] {
  const axis = frame.fields.find((field) => getFieldDisplayName(field, frame, frames) === xField);
  if (!axis) return frame;
  const rows = axis.values.map((value, row) => ({ value, row })).filter(({ value }) => value != null);
  const others = frame.fields.filter((field) => field !== axis && field.type !== FieldType.time);
  const fields = [axis, ...others].map((field) => ({
    ...field,
    values: rows.map(({ row }) => field.values[row]),
  }));
  return { ...frame, fields, length: rows.length };
}
