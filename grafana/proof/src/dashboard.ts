import type { DataTransformerConfig, FieldConfigSource } from '@grafana/data';

/** What is read of a dashboard's JSON. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly PanelModel[];
  readonly templating?: { readonly list?: readonly VariableModel[] };
}

export interface PanelModel {
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly collapsed?: boolean;
  readonly panels?: readonly PanelModel[];
  readonly targets?: readonly Target[];
  readonly fieldConfig?: FieldConfigSource;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly transformations?: DataTransformerConfig[];
  readonly interval?: string;
  readonly maxDataPoints?: number;
  readonly transparent?: boolean;
  readonly repeat?: string;
  readonly timeFrom?: string;
  readonly timeShift?: string;
}

export interface Target {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat?: string;
  readonly format?: 'time_series' | 'table' | 'heatmap';
  readonly instant?: boolean;
  readonly range?: boolean;
  readonly interval?: string;
  readonly hide?: boolean;
}

export interface VariableModel {
  readonly name: string;
  readonly type: string;
  readonly query?: string | { readonly query?: string };
  readonly regex?: string;
  readonly sort?: number;
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly allValue?: string | null;
  readonly current?: { readonly value?: string | readonly string[] };
}

/** All panels that a person sees once every row is open; rows among them. */
export const panelsOf = ({ panels }: Dashboard): PanelModel[] =>
  panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
