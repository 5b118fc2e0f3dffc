import { createTheme } from '@grafana/data';
import { createRoot } from 'react-dom/client';
import type { Dashboard } from './dashboard.ts';
import { boxes } from './draw/grid.ts';
import { Page } from './draw/page.tsx';
import { prometheusAt } from './prometheus.ts';
import { readPanel } from './read-panel.ts';
import type { DashboardReading } from './reading.ts';
import { type ShownPanel, showPanel } from './show-panel.ts';
import { chooseVariables, type Span } from './variables.ts';

/** A dashboard as somebody opens it. */
export interface Opening {
  readonly dashboard: Dashboard;
  readonly span: Span;
  /** As `var-NAME` in an address. */
  readonly variables: Readonly<Record<string, string>>;
  readonly prometheus: string;
  readonly scrapeInterval: string;
  readonly theme: 'dark' | 'light';
  /** Of the page, in pixels. */
  readonly width: number;
}

/** Reads and draws a dashboard; resolves once it is drawn. */
async function open(opening: Opening): Promise<DashboardReading> {
  const { dashboard, span, width } = opening;
  const prometheus = prometheusAt(opening.prometheus);
  const theme = createTheme({ colors: { mode: opening.theme } });
  const variables = await chooseVariables(dashboard, opening.variables, prometheus, span);
  const source = { prometheus, span, variables, scrapeInterval: opening.scrapeInterval };
  const inner = width - 32;
  const placed = boxes(dashboard, inner);
  const shown: (ShownPanel | null)[] = [];
  for (const { panel, box } of placed) {
    shown.push(panel.type === 'row' ? null : await showPanel(panel, source, theme, box.width));
  }
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no element "root"');
  document.body.style.background = theme.colors.background.canvas;
  createRoot(root).render(<Page {...{ dashboard, shown, span, variables, theme, width: inner }} />);
  return {
    uid: dashboard.uid,
    title: dashboard.title,
    variables: Object.fromEntries([...variables].map(([name, { value }]) => [name, value])),
    panels: shown.filter((panel) => panel !== null).map((panel) => readPanel(panel, variables, theme)),
    palette: Object.fromEntries(
      theme.visualization.hues.flatMap(({ shades }) => shades.map(({ name, color }) => [name, color])),
    ),
  };
}

Object.assign(window, { headroomOpen: open });
