import { BigValueColorMode, BigValueGraphMode } from '@grafana/grafana-foundation-sdk/common';
import type { ThresholdsConfigBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { byThreshold, colour, thresholds } from './colours.ts';
import type { Heading } from './lines.ts';
import { atTheEnd, prometheus } from './prometheus.ts';

/**
 * One figure of all chosen trials together.
 * @param expr one value
 * @param meaning the colours of what it can be, where one is better than another
 */
export function tile(
  { title, description, unit, nothing = 'no run' }: Heading,
  expr: string,
  meaning: ThresholdsConfigBuilder = thresholds(colour.plain),
): PanelBuilder {
  return new PanelBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .noValue(nothing)
    .datasource(prometheus)
    .span(3)
    .height(4)
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .colorScheme(byThreshold())
    .thresholds(meaning)
    .withTarget(atTheEnd('A', expr, title));
}
