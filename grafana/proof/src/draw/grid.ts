import type { Dashboard, PanelModel } from '../dashboard.ts';
import { panelsOf } from '../dashboard.ts';

/** Pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const columns = 24;
const rowHeight = 30;
const gap = 8;
/** Below it Grafana puts panels under one another, in their order. */
const narrow = 769;

/** Where Grafana puts each panel of a dashboard that is so wide. */
export function boxes(dashboard: Dashboard, width: number): { panel: PanelModel; box: Box }[] {
  const panels = panelsOf(dashboard);
  if (width >= narrow) return panels.map((panel) => ({ panel, box: inGrid(panel, width) }));
  let top = 0;
  const inOrder = panels.toSorted((a, b) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x);
  const stacked = new Map(
    inOrder.map((panel) => {
      const box = { left: 0, top, width, height: heightOf(panel) };
      top += box.height + gap;
      return [panel, box];
    }),
  );
  return panels.map((panel) => ({ panel, box: stacked.get(panel) ?? inGrid(panel, width) }));
}

function inGrid(panel: PanelModel, width: number): Box {
  const { x, y, w } = panel.gridPos;
  const column = (width - gap * (columns - 1)) / columns;
  return {
    left: Math.round(x * (column + gap)),
    top: y * (rowHeight + gap),
    width: Math.round(w * column + (w - 1) * gap),
    height: heightOf(panel),
  };
}

const heightOf = ({ gridPos: { h } }: PanelModel): number => h * rowHeight + (h - 1) * gap;
