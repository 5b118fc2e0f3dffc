import type { GrafanaTheme2 } from '@grafana/data';
import { ThemeContext } from '@grafana/data';
import { GlobalStyles, PanelChrome } from '@grafana/ui';
import type { ReactElement } from 'react';
import type { Dashboard } from '../dashboard.ts';
import type { Variables } from '../interpolate.ts';
import type { ShownPanel } from '../show-panel.ts';
import type { Span } from '../variables.ts';
import { drawPanel } from './draw-panel.tsx';
import { type Box, boxes } from './grid.ts';
import { PanelBoundary } from './panel-boundary.tsx';

export interface PageProps {
  readonly dashboard: Dashboard;
  readonly shown: readonly (ShownPanel | null)[];
  readonly span: Span;
  readonly variables: Variables;
  readonly theme: GrafanaTheme2;
  readonly width: number;
}

/** A dashboard in Grafana's grid, with every row open. `shown` has a place for each panel, which a row leaves empty. */
export function Page({ dashboard, shown, span, variables, theme, width }: PageProps): ReactElement {
  const placed = boxes(dashboard, width);
  const height = Math.max(0, ...placed.map(({ box }) => box.top + box.height)) + 16;
  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <h1 className="dashboard-title">{dashboard.title}</h1>
      <p className="dashboard-variables">{inWords(variables)}</p>
      <div id="dashboard" style={{ position: 'relative', width, height }}>
        {placed.map(({ panel, box }, index) => (
          <div key={panel.id} style={{ position: 'absolute', ...box }}>
            {panel.type === 'row' ? (
              <h3 className="row-title">{panel.title}</h3>
            ) : (
              <Chrome drawing={shown[index] ?? null} box={box} {...{ span, variables, theme }} />
            )}
          </div>
        ))}
      </div>
    </ThemeContext.Provider>
  );
}

function Chrome({
  drawing,
  box,
  ...context
}: { drawing: ShownPanel | null; box: Box } & Pick<
  PageProps,
  'span' | 'variables' | 'theme'
>): ReactElement | null {
  if (!drawing) return null;
  const { model, title, problems } = drawing;
  return (
    <PanelChrome
      title={title}
      width={box.width}
      height={box.height}
      padding={model.type === 'table' ? 'none' : 'md'}
      {...(model.transparent ? { displayMode: 'transparent' as const } : {})}
      {...(model.description ? { description: model.description } : {})}
      {...(problems.length > 0 ? { statusMessage: problems.join('\n') } : {})}
    >
      {(width, height) => (
        <PanelBoundary name={title}>{drawPanel({ ...drawing, ...context, width, height })}</PanelBoundary>
      )}
    </PanelChrome>
  );
}

const inWords = (variables: Variables): string =>
  [...variables]
    .filter(([name]) => !name.startsWith('__'))
    .map(([name, { value }]) => `${name} = ${[value].flat().join(', ')}`)
    .join(' · ');
