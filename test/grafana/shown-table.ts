import type { Shown } from './hold-against.ts';

/** What the dashboards have to show, and do, as a table in Markdown: a line a figure and cell. */
export function shownTable(shown: readonly Shown[]): string {
  const rows = shown.map(({ dashboard, panel, figure, cell, read, reported, fault }) => [
    dashboard,
    panel,
    figure,
    cell,
    read ?? '-',
    reported === null ? 'held back' : String(Number(reported.toPrecision(4))),
    fault ?? 'agrees',
  ]);
  const head = ['dashboard', 'panel', 'figure', 'cell', 'a person reads', 'report.json', ''];
  return [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
    .concat('\n');
}
