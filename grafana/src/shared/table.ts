import {
  type DataTransformerConfig,
  type DynamicConfigValue,
  MappingType,
  SpecialValueMatch,
  type ThresholdsConfig,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { byThreshold, colour, thresholds } from './colours.ts';
import { asRows, prometheus } from './prometheus.ts';

/** One column of figures; the columns before it name the cell. */
export interface Column {
  readonly name: string;
  readonly unit: string;
  /** One value a cell. */
  readonly expr: string;
  /** The colours of its figures, where one is better than another. */
  readonly meaning?: ThresholdsConfig;
}

/** A table over the whole width with a row for each cell. */
export function cellTable(title: string, description: string, columns: readonly Column[]): PanelBuilder {
  const panel = new PanelBuilder()
    .title(title)
    .description(description)
    .noValue('–')
    .datasource(prometheus)
    .colorScheme(byThreshold())
    .thresholds(thresholds(colour.plain))
    .mappings([
      {
        type: MappingType.SpecialValue,
        options: { match: SpecialValueMatch.NotANumber, result: { text: 'too few' } },
      },
    ]);
  columns.forEach((column, index) => {
    panel.withTarget(asRows(refId(index), column.expr));
    panel.overrideByName(column.name, propertiesOf(column));
  });
  return panel.span(24).height(12).transformations(asTable(columns));
}

function propertiesOf({ unit, meaning }: Column): DynamicConfigValue[] {
  const shown = [
    { id: 'unit', value: unit },
    { id: 'decimals', value: 2 },
  ];
  if (meaning === undefined) return shown;
  return [
    ...shown,
    { id: 'custom.cellOptions', value: { type: 'color-text' } },
    { id: 'thresholds', value: meaning },
  ];
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
