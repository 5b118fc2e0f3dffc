import {
  dataLinksOverrideProcessor as asLinks,
  valueMappingsOverrideProcessor as asMappings,
  displayNameOverrideProcessor as asName,
  numberOverrideProcessor as asNumber,
  stringOverrideProcessor as asText,
  thresholdsOverrideProcessor as asThresholds,
  booleanOverrideProcessor as asTruth,
  unitOverrideProcessor as asUnit,
  identityOverrideProcessor as asWritten,
  type FieldConfigPropertyItem,
  PanelPlugin,
  FieldConfigProperty as Property,
  type SetFieldConfigOptionsArgs,
  standardFieldConfigEditorRegistry,
} from '@grafana/data';

/** What the options of Grafana's own panels are where a dashboard says nothing. */
interface PanelDefaults {
  /** Names below `custom.` that the panel knows, each with its default; what it lacks here does nothing in Grafana. */
  readonly custom: Readonly<Record<string, unknown>>;
  readonly standard?: NonNullable<SetFieldConfigOptionsArgs['standardOptions']>;
  readonly options: Readonly<Record<string, unknown>>;
}

const unset = undefined;
const legend = { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] };
const reduceOptions = { values: false, calcs: ['lastNotNull'], fields: '' };

const graph: PanelDefaults = {
  standard: { [Property.Color]: { defaultValue: { mode: 'palette-classic' } } },
  custom: {
    drawStyle: 'line',
    lineInterpolation: 'linear',
    lineWidth: 1,
    fillOpacity: 0,
    gradientMode: 'none',
    lineStyle: { fill: 'solid' },
    spanNulls: false,
    insertNulls: false,
    showPoints: 'auto',
    showValues: false,
    pointSize: 5,
    barAlignment: 0,
    barWidthFactor: 0.6,
    stacking: { mode: 'none', group: 'A' },
    scaleDistribution: { type: 'linear' },
    axisPlacement: 'auto',
    axisLabel: '',
    axisColorMode: 'text',
    axisBorderShow: false,
    axisCenteredZero: false,
    hideFrom: { tooltip: false, viz: false, legend: false },
    thresholdsStyle: { mode: 'off' },
    axisGridShow: unset,
    axisSoftMin: unset,
    axisSoftMax: unset,
    axisWidth: unset,
    fillBelowTo: unset,
    transform: unset,
  },
  options: { legend, tooltip: { mode: 'single', sort: 'none' } },
};

const panels: Readonly<Record<string, PanelDefaults>> = {
  timeseries: graph,
  trend: graph,
  stat: {
    custom: {},
    options: {
      reduceOptions,
      orientation: 'auto',
      textMode: 'auto',
      wideLayout: true,
      colorMode: 'value',
      graphMode: 'area',
      justifyMode: 'auto',
      percentChangeColorMode: 'standard',
    },
  },
  gauge: {
    custom: {},
    options: { reduceOptions, orientation: 'auto', showThresholdMarkers: true, showThresholdLabels: false },
  },
  bargauge: {
    custom: {},
    options: {
      reduceOptions,
      orientation: 'auto',
      displayMode: 'gradient',
      valueMode: 'color',
      namePlacement: 'auto',
      showUnfilled: true,
      minVizWidth: 8,
      minVizHeight: 16,
      maxVizHeight: 300,
    },
  },
  table: {
    custom: {
      align: 'auto',
      cellOptions: { type: 'auto' },
      inspect: false,
      footer: { reducers: [] },
      width: unset,
      minWidth: unset,
      filterable: unset,
      wrapHeaderText: unset,
      hideFrom: { viz: false },
      hidden: unset,
      tooltip: unset,
    },
    options: { showHeader: true, cellHeight: 'sm', sortBy: [] },
  },
  heatmap: {
    custom: {
      hideFrom: { tooltip: false, viz: false, legend: false },
      scaleDistribution: { type: 'linear' },
    },
    options: {},
  },
  text: { custom: {}, options: { mode: 'markdown', content: '' } },
  alertlist: { custom: {}, options: {} },
};

const nowhere = () => null;
type Process = FieldConfigPropertyItem['process'];

function property(
  id: string,
  process: Process,
  more: Partial<FieldConfigPropertyItem> = {},
): FieldConfigPropertyItem {
  return {
    id,
    path: id,
    name: id,
    editor: nowhere,
    override: nowhere,
    process,
    shouldApply: () => true,
    ...more,
  };
}

standardFieldConfigEditorRegistry.setInit(() => [
  property(Property.DisplayName, asName as Process, { settings: { expandTemplateVars: true } }),
  property(Property.Unit, asUnit as Process),
  property(Property.Min, asNumber as Process),
  property(Property.Max, asNumber as Process),
  property(Property.FieldMinMax, asTruth as Process),
  property(Property.Decimals, asNumber as Process, { settings: { min: 0, max: 15, integer: true } }),
  property(Property.Thresholds, asThresholds as Process, {
    defaultValue: {
      mode: 'absolute',
      steps: [
        { value: Number.NEGATIVE_INFINITY, color: 'green' },
        { value: 80, color: 'red' },
      ],
    },
  }),
  property(Property.Mappings, asMappings as Process, { defaultValue: [] }),
  property(Property.NoValue, asText as Process),
  property(Property.Links, asLinks as Process),
  property(Property.Color, asWritten as Process),
  property(Property.Filterable, asTruth as Process),
]);

/**
 * A panel of Grafana's as its field options see it: made with the class that Grafana's plugins are made with, and with the
 * defaults of the panel of that name, which are not in Grafana's libraries.
 * @throws Error for a panel that is not known here
 */
export function panelPlugin(type: string): {
  plugin: PanelPlugin;
  options: Readonly<Record<string, unknown>>;
} {
  const defaults = panels[type];
  if (!defaults)
    throw new Error(
      `panel of type "${type}": expected ${Object.keys(panels).join(', ')}; add it to field-config.ts`,
    );
  // biome-ignore lint/correctness/useHookAtTopLevel: a method of Grafana's, no hook.
  const plugin = new PanelPlugin(null).useFieldConfig({
    standardOptions: defaults.standard ?? {},
    useCustomConfig: (builder) => {
      for (const [name, defaultValue] of Object.entries(defaults.custom)) {
        builder.addCustomEditor({ ...property(name, asWritten as Process), defaultValue } as never);
      }
    },
  });
  return { plugin, options: defaults.options };
}
