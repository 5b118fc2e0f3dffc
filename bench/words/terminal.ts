import { inspect } from 'node:util';
import { printable } from './printable.ts';

/** What GitHub's runner takes for an order in a log: `::name` at the beginning of a line, `##[name` anywhere. */
const orders = /^(\s*):(?=:[a-z])|#(?=#\[)/gim;

/** A text that is no order to whoever shows it, a terminal or the log of a workflow. */
export function forTerminal(text: string): string {
  return printable(text).replaceAll(orders, (order, before?: string) =>
    order === '#' ? '\\u0023' : `${before}\\u003a`,
  );
}

/** To the standard output. Names, messages and logs are of others: nothing else writes to a terminal but the progress. */
export function print(text: string): void {
  console.log(forTerminal(text));
}

/** To the standard error. */
export function complain(text: string): void {
  console.error(forTerminal(text));
}

/** For what is no {@link BenchError}: only its stack says where. */
export function complainOfDefect(error: unknown): void {
  complain('BENCH_INTERNAL_DEFECT: this is a defect of Headroom; please report it with these lines.');
  complain(inspect(error));
}
