import { type FieldDisplay, getDisplayValueAlignmentFactors, VizOrientation } from '@grafana/data';
import { BarGauge, BigValue, VizRepeater } from '@grafana/ui';
import { fieldValues } from '../read-panel.ts';
import type { Drawing } from './drawing.ts';

const valuesOf = ({ frames, fieldConfig, options, variables, theme }: Drawing): FieldDisplay[] =>
  fieldValues(frames, fieldConfig, options, variables, theme);

/** Tiles: `BigValue` of @grafana/ui. */
export function drawTiles(drawing: Drawing) {
  const { options, width, height, theme } = drawing;
  return (
    <VizRepeater
      source={drawing.frames}
      getValues={() => valuesOf(drawing)}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderCounter={0}
      width={width}
      height={height}
      itemSpacing={3}
      autoGrid
      orientation={options.orientation as VizOrientation}
      renderValue={({ value, width, height, count, alignmentFactors }) => (
        <BigValue
          value={value.display}
          count={count}
          {...(value.sparkline ? { sparkline: value.sparkline } : {})}
          colorMode={options.colorMode as never}
          graphMode={options.graphMode as never}
          justifyMode={options.justifyMode as never}
          textMode={options.textMode as never}
          text={(options.text ?? {}) as never}
          disableWideLayout={options.wideLayout === false}
          alignmentFactors={alignmentFactors}
          width={width}
          height={height}
          theme={theme}
        />
      )}
    />
  );
}

/** Bars: `BarGauge` of @grafana/ui. */
export function drawBars(drawing: Drawing) {
  const { options, width, height, theme } = drawing;
  const orientation = barOrientation(options.orientation as VizOrientation, width, height);
  return (
    <VizRepeater
      source={drawing.frames}
      getValues={() => valuesOf(drawing)}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderCounter={0}
      width={width}
      height={height}
      itemSpacing={10}
      minVizWidth={options.minVizWidth as number}
      minVizHeight={options.minVizHeight as number}
      maxVizHeight={options.maxVizHeight as number}
      orientation={orientation}
      renderValue={({ value, width, height, alignmentFactors }) => (
        <BarGauge
          value={value.display}
          field={value.field}
          {...(value.view && value.colIndex !== undefined
            ? { display: value.view.getFieldDisplayProcessor(value.colIndex) as never }
            : {})}
          orientation={orientation}
          displayMode={options.displayMode as never}
          valueDisplayMode={options.valueMode as never}
          namePlacement={options.namePlacement as never}
          showUnfilled={options.showUnfilled as boolean}
          text={(options.text ?? {}) as never}
          alignmentFactors={alignmentFactors}
          isOverflow={false}
          itemSpacing={10}
          lcdCellWidth={12}
          width={width}
          height={height}
          theme={theme}
        />
      )}
    />
  );
}

const barOrientation = (orientation: VizOrientation, width: number, height: number): VizOrientation =>
  orientation !== VizOrientation.Auto
    ? orientation
    : width > height
      ? VizOrientation.Vertical
      : VizOrientation.Horizontal;
