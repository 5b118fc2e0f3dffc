import {
  QueryVariableBuilder,
  VariableHide,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { prometheus } from './prometheus.ts';
import { written } from './trial.ts';
import { everything } from './window.ts';

/** The run to look at: the newest at first, however long ago it was. */
export const runVariable = (): QueryVariableBuilder => runOf('run', 'Run');

/** A run, the newest first, as the ids of runs begin with their date. @param matchers that narrow the choice */
export const runOf = (name: string, label: string, matchers = ''): QueryVariableBuilder =>
  labelOf(name, label, 'run', matchers).sort(VariableSort.AlphabeticalDesc);

/** Subject, endpoint and level that the runs of a regular expression had: any number of them, all at first. */
export const cellVariables = (runs = '$run'): QueryVariableBuilder[] => [
  manyOf('subject', 'Subject', runs).sort(VariableSort.AlphabeticalAsc),
  manyOf('endpoint', 'Endpoint', runs).sort(VariableSort.AlphabeticalAsc),
  manyOf('level', 'Level', runs).sort(VariableSort.NumericalAsc),
];

/** A number that other queries need, of no interest to whoever looks at the dashboard; 0 where Prometheus has none. */
export function hiddenNumber(name: string, expr: string): QueryVariableBuilder {
  // Grafana writes a result as `{labels} value time`.
  return result(name, name, `${expr} or vector(0)`, '/ (-?\\d+) /').hide(VariableHide.HideVariable);
}

function manyOf(name: string, label: string, runs: string): QueryVariableBuilder {
  return labelOf(name, label, name, `run=~"${runs}"`)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current({ text: 'All', value: '$__all' });
}

/** The values of a label in all that Prometheus keeps: `label_values()` has those of the time range only. */
function labelOf(variable: string, title: string, label: string, matchers: string): QueryVariableBuilder {
  const values = `count by (${label}) (last_over_time(${written.plannedUsers}{${matchers}}${everything}))`;
  return result(variable, title, values, `/${label}="([^"]+)"/`);
}

/** What a query gives at the end of the time range, cut out by `regex`. */
function result(name: string, label: string, expr: string, regex: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(prometheus)
    .query({ query: `query_result(${expr})`, refId: name })
    .regex(regex)
    .refresh(VariableRefresh.OnTimeRangeChanged);
}
