import {
  FieldColorBuilder,
  FieldColorModeId,
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';

/** Colours of Grafana's own by what they say: each theme has its own shade of them. */
export const colour = {
  good: 'green',
  doubtful: 'orange',
  bad: 'red',
  /** Says nothing: as text is written. */
  plain: 'text',
} as const;

/** A colour, and the value from which on it holds. */
type Step = readonly [from: number, colour: string];

/** Thresholds that mean something. Without any, Grafana paints whatever is over 80 red. */
export function thresholds(base: string, ...steps: Step[]): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(stepsOf(base, steps));
}

/** The same where an override takes them. */
export const thresholdsOf = (base: string, ...steps: Step[]) => thresholds(base, ...steps).build();

/** Colours in the order of the series: no two of a panel are the same. */
export const inOrder = (): FieldColorBuilder => new FieldColorBuilder().mode(FieldColorModeId.PaletteClassic);
export const byThreshold = (): FieldColorBuilder => new FieldColorBuilder().mode(FieldColorModeId.Thresholds);
export const only = (name: string): FieldColorBuilder =>
  new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor(name);

function stepsOf(base: string, steps: readonly Step[]): Threshold[] {
  return [{ value: null, color: base }, ...steps.map(([value, color]) => ({ value, color }))];
}
