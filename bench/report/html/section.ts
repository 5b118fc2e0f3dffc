import type { Section } from '../section.ts';
import type { Table } from '../table.ts';
import { html, type Markup } from './escape.ts';

/** So many lines are shown before the rest is folded away. */
const linesShown = 12;

/** A part of a report that is table or lines, as a part of the page. */
export function sectionMarkup({ heading, table, lines }: Section): Markup {
  const id = anchorOf(heading);
  return html`<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${heading}</h2>
${table === undefined ? listMarkup(lines) : [tableMarkup(heading, table), ...lines.map((line) => html`<p class="note">${line}</p>`)]}
</section>
`;
}

export function tableMarkup(name: string, { rows, right }: Table): Markup {
  const [head = [], ...body] = rows;
  const classes = head.map((_, column) => classOf(column, rows, right));
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${name}"><table>
<thead><tr>${head.map((cell, i) => html`<th scope="col"${classes[i] ?? null}>${cell}</th>`)}</tr></thead>
<tbody>${body.map((row) => html`<tr>${row.map((cell, i) => html`<td${classes[i] ?? null}>${cell}</td>`)}</tr>\n`)}</tbody></table></div>`;
}

/** Columns of numbers stand to the right; neither they nor those of a word or two are broken. */
function classOf(column: number, rows: Table['rows'], right: Table['right']): Markup | null {
  if (right.includes(column)) return html` class="number"`;
  return rows.every((row) => (row[column] ?? '').length <= 24) ? html` class="short"` : null;
}

function listMarkup(lines: readonly string[]): Markup {
  const items = (some: readonly string[]) => html`<ul>${some.map((line) => html`<li>${line}</li>\n`)}</ul>`;
  const rest = lines.slice(linesShown);
  if (rest.length < 3) return items(lines);
  return html`${items(lines.slice(0, linesShown))}<details><summary>${rest.length} more</summary>${items(rest)}</details>`;
}

export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll("'", '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
