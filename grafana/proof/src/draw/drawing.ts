import type { GrafanaTheme2 } from '@grafana/data';
import type { Variables } from '../interpolate.ts';
import type { ShownPanel } from '../show-panel.ts';
import type { Span } from '../variables.ts';

/** What the inside of a panel is drawn from. */
export interface Drawing extends ShownPanel {
  readonly span: Span;
  readonly variables: Variables;
  readonly theme: GrafanaTheme2;
  /** Of the inside, in pixels. */
  readonly width: number;
  readonly height: number;
}
