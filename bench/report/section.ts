import type { Table } from './table.ts';

/** One part of a report: a heading, and below it a table, lines, or both. The renderers only lay it out. */
export interface Section {
  readonly heading: string;
  readonly table?: Table;
  readonly lines: readonly string[];
}
