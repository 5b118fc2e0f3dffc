import type { QueryVariableBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { chosen, written } from './trial.ts';
import { hiddenNumber } from './variables.ts';
import { everything } from './window.ts';

/** Unix seconds at which the first of the chosen trials of a run began. */
export const startOf = (run: string): string =>
  `min(min_over_time(${written.startedAt}{${chosen(run)}}${everything}))`;

/** Unix seconds by which the last of them is over: its start, its window, and half a minute for its warm-up. */
const endOf = (run: string): string =>
  [written.startedAt, written.windowSeconds]
    .map((metric) => `max(max_over_time(${metric}{${chosen(run)}}${everything}))`)
    .concat('30')
    .join(' + ');

/** When the chosen trials of a run were, as two hidden variables of those names. */
export const spanOf = (run: string, start: string, end: string): QueryVariableBuilder[] => [
  hiddenNumber(start, `floor(${startOf(run)})`),
  hiddenNumber(end, `ceil(${endOf(run)})`),
];

/** The part of a link that sets the time range to them. */
export const zoomTo = (start: string, end: string): string => `from=\${${start}}000&to=\${${end}}000`;
