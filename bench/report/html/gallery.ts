import { bystandersChart } from './charts/bystanders.ts';
import type { Chart } from './charts/chart.ts';
import type { Draw } from './charts/draw.ts';
import { type Family, familiesOf, type Run } from './charts/families.ts';
import { latencyChart } from './charts/latency.ts';
import { answeredChart, openLatencyChart } from './charts/open-model.ts';
import { quantilesChart } from './charts/quantiles.ts';
import { secondsChart } from './charts/seconds.ts';
import { throughputChart } from './charts/throughput.ts';
import { html, type Markup } from './escape.ts';
import { figure } from './figure.ts';
import { anchorOf } from './section.ts';

/** All charts of a run, or of two over one another: a row or two for each kind of work of each subject. */
export function galleryMarkup(runs: readonly Run[], draw: Draw): Markup | null {
  const families = familiesOf(runs);
  if (families.length === 0) return null;
  const dashed = runs.filter((run) => run.dashed).map(({ name }) => name);
  return html`<section id="charts" aria-labelledby="charts-heading">
<h2 id="charts-heading">The charts</h2>
<p>Point at a value, or go to a chart by keyboard and from value to value with the arrow keys. The thin dashed line is the ideal closed loop: the same users, think time and window against a server that never queues. Bars are 95 % intervals of the median over repeats, where there are enough of them (6).${
    dashed.length === 0
      ? null
      : html` <b>Dashed and hollow is ${dashed.join(', ')}; drawn through is ${runs.flatMap((run) => (run.dashed ? [] : (run.name ?? []))).join(', ')}.</b>`
  }</p>
${families.map((family) => familyMarkup(family, draw, runs.length > 1 || families.length > mostUnfolded))}
</section>
`;
}

/** With more families than this the seconds of each are folded away, or nobody would get to the end. */
const mostUnfolded = 6;

function familyMarkup(family: Family, draw: Draw, folded: boolean): Markup {
  const name = `${family.subject}, ${family.work}`;
  const id = `charts-${anchorOf(name)}`;
  const wide = [throughputChart, latencyChart, quantilesChart, answeredChart, openLatencyChart].map((chart) =>
    chart(family),
  );
  const figures = (charts: readonly (Chart | null)[]) =>
    charts.filter((chart) => chart !== null).map((chart) => figure(chart, name, draw));
  const others = figures([bystandersChart(family)]);
  const seconds = figures(family.lines.map(secondsChart));
  const endpoints = [...new Map(family.lines.map((line) => [line.endpoint, line.paint.colour])).keys()];
  return html`<section class="family" aria-labelledby="${id}">
<h3 id="${id}">${name}</h3>
<p class="endpoints">${endpoints.map((endpoint) => html`<code>${endpoint}</code> `)}</p>
<div class="charts">
${figures(wide)}</div>
${folded || others.length + seconds.length === 0 ? small(others) : small([...others, ...seconds])}
${folded && seconds.length > 0 ? html`<details><summary>Second by second</summary>${small(seconds)}</details>` : null}
</section>
`;
}

function small(figures: readonly Markup[]): Markup | null {
  return figures.length === 0 ? null : html`<div class="charts small">\n${figures}</div>`;
}
