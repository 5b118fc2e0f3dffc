import { markdownText, onOneLine } from './plain-text.ts';

/** A table of text: the first row is its head. `right` names the columns of numbers. */
export interface Table {
  readonly rows: readonly (readonly string[])[];
  readonly right: readonly number[];
}

/** Aligned columns with a rule under the head, for a terminal. */
export function plainTable({ rows: given, right }: Table): string {
  const rows = given.map((row) => row.map(onOneLine));
  const widths = widthsOf(rows);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (right.includes(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  const [head = [], ...body] = rows;
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...body.map(line)].join('\n');
}

/** A GitHub table; its cells are Markdown, which {@link escapeCells} makes of text. */
export function markdownTable({ rows, right }: Table): string {
  const [head = [], ...body] = rows;
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `|${head.map((_, i) => (right.includes(i) ? ' ---: ' : ' --- ')).join('|')}|`;
  return [line(head), rule, ...body.map(line)].join('\n');
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const columns = rows[0]?.length ?? 0;
  return Array.from({ length: columns }, (_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
}

export function escapeCells({ rows, right }: Table): Table {
  return { rows: rows.map((row) => row.map(markdownText)), right };
}
