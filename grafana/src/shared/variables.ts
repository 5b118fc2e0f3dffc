import {
  QueryVariableBuilder,
  VariableHide,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { prometheus } from './prometheus.ts';
import { written } from './trial.ts';

/** The newest run of the time range comes first, as the ids of runs begin with their date. */
export const runVariable = (): QueryVariableBuilder =>
  variable('run', 'Run', `label_values(${written.plannedUsers}, run)`).sort(VariableSort.AlphabeticalDesc);

/** Subject, endpoint and level that the runs of a regular expression had: any number of them, all at first. */
export const cellVariables = (runs = '$run'): QueryVariableBuilder[] => [
  manyOf('subject', 'Subject', runs).sort(VariableSort.AlphabeticalAsc),
  manyOf('endpoint', 'Endpoint', runs).sort(VariableSort.AlphabeticalAsc),
  manyOf('level', 'Level', runs).sort(VariableSort.NumericalAsc),
];

/** A variable that is the result of a query at the end of the time range, cut out by `regex`. */
export function resultVariable(
  name: string,
  label: string,
  expr: string,
  regex: string,
): QueryVariableBuilder {
  return variable(name, label, `query_result(${expr})`).regex(regex);
}

/** A number that other queries need, of no interest to whoever looks at the dashboard. */
export function hiddenNumber(name: string, expr: string): QueryVariableBuilder {
  // Grafana writes a result as `{labels} value time`.
  return resultVariable(name, name, expr, '/ (-?\\d+) /').hide(VariableHide.HideVariable);
}

function manyOf(name: string, label: string, runs: string): QueryVariableBuilder {
  return variable(name, label, `label_values(${written.plannedUsers}{run=~"${runs}"}, ${name})`)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current({ text: 'All', value: '$__all' });
}

function variable(name: string, label: string, query: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(prometheus)
    .query({ query, refId: name })
    .refresh(VariableRefresh.OnTimeRangeChanged);
}
