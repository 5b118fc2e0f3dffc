import { type QueryVariableBuilder, VariableSort } from '@grafana/grafana-foundation-sdk/dashboard';
import { chosen, written } from '../shared/trial.ts';
import { hiddenNumber, resultVariable } from '../shared/variables.ts';

/**
 * A window that holds everything Prometheus keeps, wherever the dashboard's time range ends: run B need not lie in it, as the
 * range is that of run A. Its 15 days to each side are the retention in prometheus/prometheus.yml.
 */
export const everything = '[30d] offset -15d';

/** Unix seconds at which the first of the chosen trials of a run began. */
const startOf = (run: string): string =>
  `min(min_over_time(${written.startedAt}{${chosen(run)}}${everything}))`;

/** Unix seconds by which the last of them is over: its start, its window, and half a minute for its warm-up. */
const endOf = (run: string): string =>
  [written.startedAt, written.windowSeconds]
    .map((metric) => `max(max_over_time(${metric}{${chosen(run)}}${everything}))`)
    .concat('30')
    .join(' + ');

/** The two runs to compare, and the numbers that lay one over the other. */
export const comparedRuns = (): QueryVariableBuilder[] => [anyRun('runA', 'Run A'), anyRun('runB', 'Run B')];
export const elapsedNumbers = (): QueryVariableBuilder[] => [
  hiddenNumber('startA', `floor(${startOf('runA')})`),
  hiddenNumber('endA', `ceil(${endOf('runA')})`),
  hiddenNumber('shift', `round(${startOf('runA')} - ${startOf('runB')})`),
];

/** Seconds since the first of the chosen trials of run A began. */
export const elapsed = 'vector(time() - $startA)';

/** A metric of run B, moved in time so that its first chosen trial begins when that of run A does. */
export const shiftedB = (trialMetric: string): string =>
  `${trialMetric}{${chosen('runB')}} offset \${shift}s`;

function anyRun(name: string, label: string): QueryVariableBuilder {
  const runs = `count by (run) (last_over_time(${written.plannedUsers}${everything}))`;
  return resultVariable(name, label, runs, '/run="([^"]+)"/').sort(VariableSort.AlphabeticalDesc);
}
