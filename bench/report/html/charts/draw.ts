import { escapeHtml, type Markup, trusted } from '../escape.ts';
import type { Chart, Plotter } from './chart.ts';

/** Draws a chart as an SVG that needs nothing beside it. */
export type Draw = (chart: Chart) => Markup;

/**
 * Loads what draws charts: Observable Plot, and a document for it to draw in. Done only when a page is made, because
 * it takes a quarter of a second.
 */
export async function openDrawing(): Promise<Draw> {
  const [plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  return (chart) => draw(plot, document, chart);
}

function draw(plot: Plotter, document: unknown, chart: Chart): Markup {
  const svg = plot.plot({ ...chart.draw(plot), document: document as never }) as unknown as Element;
  const tips = tidy(svg);
  const label = escapeHtml(`${chart.title}. ${chart.summary}`);
  const named = svg.outerHTML
    .replace('<svg ', () => `<svg role="img" aria-label="${label}" xmlns="http://www.w3.org/2000/svg" `)
    .replace(/ data-tip="(\d+)"/g, (_, index) => ` data-tip="${escapeHtml(tips[Number(index)] ?? '')}"`);
  return trusted(rounded(named));
}

/** The part of a document's element that is needed here, whoever made it. */
interface Element {
  readonly outerHTML: string;
  readonly textContent: string;
  readonly parentNode: Element;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  remove(): void;
  querySelectorAll(selector: string): Iterable<Element>;
}

/**
 * Takes away what a strict page forbids (styles of its own) or says better itself (names of groups), and gives the
 * titles of marks, which the page shows on hover. In the picture their numbers stand for them: text is escaped here,
 * and not by whatever writes the picture.
 */
function tidy(svg: Element): string[] {
  for (const name of ['class', 'font-family', 'xmlns']) svg.removeAttribute(name);
  for (const style of [...svg.querySelectorAll('style')]) style.remove();
  for (const named of [...svg.querySelectorAll('[aria-label], [aria-hidden], [style], [class]')]) {
    for (const name of ['aria-label', 'aria-hidden', 'style', 'class']) named.removeAttribute(name);
  }
  for (const empty of [...svg.querySelectorAll('text')]) if (empty.textContent === '') empty.remove();
  return [...svg.querySelectorAll('title')].map((title, index) => {
    const text = title.textContent;
    title.parentNode.setAttribute('data-tip', String(index));
    title.remove();
    return text;
  });
}

/** A hundredth of a pixel is enough, and a third of the bytes. */
function rounded(svg: string): string {
  return svg.replace(/ (?:d|transform|x|y|x1|x2|y1|y2|width|height|cx|cy)="[^"]*"/g, (attribute) =>
    attribute.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2)))),
  );
}
