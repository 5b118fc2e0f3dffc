import type { DataTransformerConfig, DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { asRows, prometheus } from './prometheus.ts';

/** One column of figures; the columns before it name the cell. */
export interface Column {
  readonly name: string;
  readonly unit: string;
  /** One value a cell. */
  readonly expr: string;
}

/** A table over the whole width with a row for each cell. */
export function cellTable(title: string, description: string, columns: readonly Column[]): PanelBuilder {
  const panel = new PanelBuilder().title(title).description(description).datasource(prometheus);
  columns.forEach(({ name, unit, expr }, index) => {
    panel.withTarget(asRows(refId(index), expr));
    panel.overrideByName(name, [property('unit', unit), property('decimals', 2)]);
  });
  return panel.span(24).height(9).transformations(asTable(columns));
}

/** Joins the queries by their labels, then puts names and order to rights. */
function asTable(columns: readonly Column[]): DataTransformerConfig[] {
  const labels = {
    subject: 'Subject',
    endpoint: 'Endpoint',
    strategy: 'Strategy',
    level: 'Level',
    unit: 'Unit',
  };
  const values = Object.fromEntries(columns.map(({ name }, index) => [`Value #${refId(index)}`, name]));
  const names = { ...labels, ...values };
  return [
    { id: 'merge', options: {} },
    // A label is text: 100 would be sorted before 20.
    {
      id: 'convertFieldType',
      options: { conversions: [{ targetField: 'level', destinationType: 'number' }] },
    },
    {
      id: 'organize',
      options: {
        excludeByName: { Time: true },
        indexByName: Object.fromEntries(Object.keys(names).map((name, index) => [name, index])),
        renameByName: names,
      },
    },
    { id: 'sortBy', options: { sort: [{ field: 'Level' }] } },
  ];
}

const refId = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);
const property = (id: string, value: unknown): DynamicConfigValue => ({ id, value });
