import { getFieldDisplayName } from '@grafana/data';
import { TableNG } from '@grafana/ui/unstable';
import { timeRangeOf } from '../query-panel.ts';
import type { Drawing } from './drawing.ts';

/** `TableNG` of @grafana/ui, which Grafana's own table panel is made of. */
export function drawTable({ frames, options, fieldConfig, span, width, height }: Drawing) {
  const [frame] = frames;
  if (!frame) return <p className="empty">No data</p>;
  for (const field of frame.fields) {
    field.state = { ...field.state, displayName: getFieldDisplayName(field, frame, frames) };
  }
  return (
    <TableNG
      data={frame}
      width={width}
      height={height}
      noHeader={options.showHeader === false}
      showTypeIcons={false}
      resizable
      initialSortBy={options.sortBy as []}
      cellHeight={options.cellHeight as never}
      timeRange={timeRangeOf(span)}
      fieldConfig={fieldConfig}
      enableVirtualization={false}
      {...(options.frozenColumns
        ? { frozenColumns: (options.frozenColumns as { left?: number }).left ?? 0 }
        : {})}
    />
  );
}
