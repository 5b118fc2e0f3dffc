import type { QueryVariableBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { spanOf, startOf } from '../shared/span.ts';
import type { Which } from '../shared/trial.ts';
import { hiddenNumber, runOf } from '../shared/variables.ts';

/** The two runs to compare: the newest and, as a run is not compared with itself, the newest of the others. */
export const comparedRuns = (): QueryVariableBuilder[] => [
  runOf('runA', 'Run A'),
  runOf('runB', 'Run B', 'run!="$runA"'),
];

/** The numbers that lay one over the other. */
export const elapsedNumbers = (): QueryVariableBuilder[] => [
  ...spanOf('runA', 'startA', 'endA'),
  hiddenNumber('shift', `round(${startOf('runA')} - ${startOf('runB')})`),
];

/** Seconds since the first of the chosen trials of run A began. */
export const elapsed = 'vector(time() - $startA)';

/** Run A, and run B moved in time so that its first chosen trial begins when that of run A does. */
export const runA: Which = { run: 'runA' };
export const runB: Which = { run: 'runB', offset: `\${shift}s` };
