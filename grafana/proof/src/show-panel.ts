import {
  applyFieldOverrides,
  type DataFrame,
  type DataTransformerConfig,
  type FieldConfigSource,
  type GrafanaTheme2,
  standardTransformers,
  standardTransformersRegistry,
  transformDataFrame,
} from '@grafana/data';
import type { PanelModel } from './dashboard.ts';
import { panelPlugin } from './field-config.ts';
import { interpolateText, type Variables } from './interpolate.ts';
import { queryPanel, type Source } from './query-panel.ts';

/** A panel with all that is needed to read or draw it. */
export interface ShownPanel {
  readonly model: PanelModel;
  readonly title: string;
  /** Transformed, with units, names and colours applied. */
  readonly frames: DataFrame[];
  readonly fieldConfig: FieldConfigSource;
  readonly options: Readonly<Record<string, unknown>>;
  /** What is wrong with it: queries that Prometheus refuses, settings that Grafana does not know. */
  readonly problems: readonly string[];
}

export const timeZone = 'utc';

standardTransformersRegistry.setInit(
  () =>
    // One of them is in it under two names.
    [...new Set(Object.values(standardTransformers))].map((transformation) => ({
      id: transformation.id,
      name: transformation.name,
      transformation,
      editor: () => null,
      imageDark: '',
      imageLight: '',
    })) as never,
);

/** Takes a panel the way Grafana does: queries, transformations, field options. */
export async function showPanel(
  model: PanelModel,
  source: Source,
  theme: GrafanaTheme2,
  width: number,
): Promise<ShownPanel> {
  const { plugin, options } = panelPlugin(model.type);
  const fieldConfig = withDefaults(model.fieldConfig, plugin.fieldConfigDefaults);
  const replace = replacer(source.variables);
  const problems = unknownSettings(model, new Set(plugin.fieldConfigRegistry.list().map(({ id }) => id)));
  let frames: DataFrame[] = [];
  try {
    const queried = await queryPanel(model, source, width);
    const transformations = (model.transformations ?? []).filter(({ disabled }) => !disabled);
    const data = await transformed(transformations, queried, replace);
    frames = applyFieldOverrides({
      data,
      fieldConfig,
      fieldConfigRegistry: plugin.fieldConfigRegistry,
      replaceVariables: replace,
      theme,
      timeZone,
    });
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  return {
    model,
    title: replace(model.title ?? ''),
    frames,
    fieldConfig,
    options: optionsWithDefaults(model.options ?? {}, options),
    problems,
  };
}

/** Puts variables into a text; also those that Grafana's field options hand in, such as `${__field.labels.run}`. */
export function replacer(variables: Variables): (text?: string) => string {
  return (text = '') => interpolateText(text, variables);
}

const transformed = (
  transformations: DataTransformerConfig[],
  frames: DataFrame[],
  interpolate: (text?: string) => string,
): Promise<DataFrame[]> =>
  new Promise((next, error) => {
    transformDataFrame(transformations, frames, { interpolate }).subscribe({ next, error });
  });

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The options of a panel, and of its legend and the like. */
function optionsWithDefaults(
  saved: Readonly<Record<string, unknown>>,
  defaults: Readonly<Record<string, unknown>>,
) {
  const groups = Object.entries(defaults).map(([name, value]) => {
    const own = saved[name];
    return [name, isGroup(value) && isGroup(own) ? { ...value, ...own } : (own ?? value)];
  });
  return { ...saved, ...Object.fromEntries(groups) };
}

/** Arrays are taken whole, as Grafana does. */
function withDefaults(saved: FieldConfigSource | undefined, defaults: FieldConfigSource): FieldConfigSource {
  const own = structuredClone(saved?.defaults ?? {});
  return {
    defaults: { ...defaults.defaults, ...own, custom: { ...defaults.defaults.custom, ...own.custom } },
    overrides: saved?.overrides ?? [],
  };
}

/** What a dashboard sets that neither the panel nor Grafana's libraries know: it would do nothing, and nobody would be told. */
function unknownSettings(
  { fieldConfig, transformations = [], ...model }: PanelModel,
  known: Set<string>,
): string[] {
  const custom = Object.keys(fieldConfig?.defaults.custom ?? {}).map((name) => `custom.${name}`);
  const standard = Object.keys(fieldConfig?.defaults ?? {}).filter((name) => name !== 'custom');
  const overridden = (fieldConfig?.overrides ?? []).flatMap(({ properties }) =>
    properties.map(({ id }) => id),
  );
  const settings = [...standard, ...custom, ...overridden].filter((id) => !known.has(id));
  const transformers = transformations.filter(({ id }) => !standardTransformersRegistry.getIfExists(id));
  const unproven = (['repeat', 'timeFrom', 'timeShift'] as const).filter((name) => model[name]);
  return [
    ...settings.map((id) => `field option "${id}" is not known to a panel of type ${model.type}`),
    ...transformers.map(({ id }) => `transformation "${id}" is not known`),
    ...unproven.map((name) => `"${name}" is not shown here`),
  ];
}
