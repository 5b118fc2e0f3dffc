import type { Chart } from './charts/chart.ts';
import type { Draw } from './charts/draw.ts';
import { csv, csvAddress } from './csv.ts';
import { html, type Markup } from './escape.ts';

/**
 * A chart with all that belongs to it: its picture, what has to be said, its data as a table and as CSV.
 * @param of whose it is: part of the names of its files
 */
export function figure(chart: Chart, of: string, draw: Draw): Markup {
  const file = fileName(`${of} ${chart.title}`);
  const head = [chart.rowsAre, ...chart.columns.map(({ name }) => name)];
  return html`<figure class="chart" data-title="${of}: ${chart.title} (${chart.axis})" data-file="${file}">
<figcaption><h4>${chart.title}</h4><p>${chart.axis}</p></figcaption>
<div class="plot" tabindex="0" role="group" aria-label="${chart.title}: arrow keys go from value to value">${draw(chart)}</div>
${chart.notes.map((note) => html`<p class="note">${note}</p>`)}
<div class="take"><details><summary>Data</summary>${dataTable(chart, head)}</details>
<a download="${file}.csv" href="${csvAddress(csv([head, ...chart.rows]))}">CSV</a>
<button type="button" class="save-svg" hidden>SVG</button></div>
</figure>
`;
}

function dataTable(chart: Chart, head: readonly string[]): Markup {
  const shown = (value: string | number | null, column: number): string => {
    if (value === null) return '–';
    return typeof value === 'string' ? value : (chart.columns[column - 1]?.show(value) ?? String(value));
  };
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Data of ${chart.title}"><table>
<thead><tr>${head.map((name, i) => html`<th scope="col"${i > 0 ? right : null}>${name}</th>`)}</tr></thead>
<tbody>${(chart.shown ?? chart.rows).map(
    (row) =>
      html`<tr>${row.map((value, i) =>
        i === 0
          ? html`<th scope="row">${shown(value, i)}</th>`
          : html`<td class="number">${shown(value, i)}</td>`,
      )}</tr>`,
  )}</tbody></table></div>`;
}

const right = html` class="number"`;

/** Of letters and digits only, whatever the name holds. */
export function fileName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[-.]+|-+$/g, '');
  return plain.slice(0, 80) || 'chart';
}
