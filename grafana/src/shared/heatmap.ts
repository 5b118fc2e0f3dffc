import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  PanelBuilder,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { byThreshold, colour, thresholds } from './colours.ts';
import { overTime, prometheus } from './prometheus.ts';
import { latest, recorded } from './trial.ts';

const ended = latest(recorded.latencies);
const before = latest(recorded.latencies, { offset: '$__interval' });
/**
 * How many answers came in each step, by latency. A trial's histogram only grows, and starts at nothing: no rate(), which
 * loses what came before its first sample.
 */
const perStep = `sum(${ended} - (${before} or 0 * ${ended}))`;

/** When which latencies came. */
export function latencyHeatmap(): PanelBuilder {
  return (
    new PanelBuilder()
      .title('Latencies')
      .description(
        'How many right answers of the window took how long, by when they came: two bands are two kinds of answers, which a quantile hides. All chosen trials together.',
      )
      .unit('short')
      .noValue('Nothing in this time range: use "Zoom to the run"')
      .datasource(prometheus)
      .span(24)
      .height(10)
      // Two samples a cell at the least: a missed one would make all answers so far new ones.
      .interval('5s')
      .colorScheme(byThreshold())
      .thresholds(thresholds(colour.plain))
      .color(
        new HeatmapColorOptionsBuilder()
          .mode(HeatmapColorMode.Scheme)
          .scheme('Blues')
          .steps(32)
          .fill('blue')
          .exponent(0.5)
          .reverse(false),
      )
      .yAxis(new YAxisConfigBuilder().unit('s').axisLabel('latency'))
      .cellGap(1)
      // There are none; the SDK would write a colour that is the same in both themes.
      .exemplarsColor('purple')
      .withTarget(overTime('A', perStep, '__auto'))
  );
}
