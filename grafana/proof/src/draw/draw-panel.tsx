import type { ReactElement } from 'react';
import type { Drawing } from './drawing.ts';
import { drawGraph } from './graph.tsx';
import { drawHeatmap } from './heatmap.tsx';
import { drawTable } from './table.tsx';
import { drawAlertList, drawText } from './text.tsx';
import { drawBars, drawTiles } from './values.tsx';

const drawers: Readonly<Record<string, (drawing: Drawing) => ReactElement>> = {
  timeseries: drawGraph,
  trend: drawGraph,
  stat: drawTiles,
  gauge: drawTiles,
  bargauge: drawBars,
  table: drawTable,
  heatmap: drawHeatmap,
  text: drawText,
  alertlist: drawAlertList,
};

/** The inside of a panel, by Grafana's own components where its libraries hold them. */
export function drawPanel(drawing: Drawing): ReactElement {
  const draw = drawers[drawing.model.type];
  const { noValue } = drawing.fieldConfig.defaults;
  const isEmpty = drawing.frames.every(({ length }) => length === 0);
  const needsData = drawing.model.type !== 'text' && drawing.model.type !== 'alertlist';
  if (!draw || (needsData && isEmpty && drawing.model.type !== 'stat'))
    return <p className="empty">{noValue ?? 'No data'}</p>;
  return draw(drawing);
}
