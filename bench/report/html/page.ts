import type { Manifest } from '@headroom/contract/manifest.ts';
import type { Report } from '@headroom/contract/report.ts';
import type { Traces } from '../../analyse/traces.ts';
import type { Section } from '../section.ts';
import { sectionsOf } from '../sections.ts';
import { answersMarkup, verdictsHeading } from './answers.ts';
import { openDrawing } from './charts/draw.ts';
import { documentOf } from './document.ts';
import { html, type Markup } from './escape.ts';
import { galleryMarkup } from './gallery.ts';
import { machineMarkup, planInWords } from './provenance.ts';
import { anchorOf, sectionMarkup } from './section.ts';

/**
 * A run as one page that needs nothing beside it: what it says in words, its charts, its tables, how it came about.
 * @param links lines that lead elsewhere, such as to dashboards
 */
export async function renderHtml(
  report: Report,
  manifest: Manifest,
  traces: Traces,
  links: readonly string[] = [],
): Promise<string> {
  const draw = await openDrawing();
  const sections = sectionsOf(report, links);
  const [urgent, rest] = [sections.filter(isUrgent), sections.filter(isOfThePage(report))];
  const gallery = galleryMarkup([{ name: null, dashed: false, report, traces }], draw);
  const title = `${report.preset} on ${manifest.machine.cpuModel}`;
  const body = html`<header>
<p class="brand">Headroom</p>
<h1>Sync or async?</h1>
<p class="lead"><b>Preset ${title}.</b> ${planInWords(manifest)}</p>
${glance(report, manifest)}
</header>
${contents(['Answers', ...(gallery === null ? [] : ['Charts']), ...rest.map(({ heading }) => heading), 'Machine'])}
<main>
${urgent.map(sectionMarkup)}
${answersMarkup(report)}
${gallery}
${rest.map(sectionMarkup)}
${machineMarkup(manifest)}
</main>
<footer><p>Made by Headroom ${manifest.versions.headroom} from run ${manifest.runId}. The figures are those of report.json beside this file.</p></footer>`;
  return documentOf(`Headroom: ${title}`, body);
}

/** What a reader must know before anything else. */
const isUrgent = ({ heading }: Section): boolean => heading === 'Incomplete';

/** What stands at the top in words is not said again below. */
function isOfThePage({ verdicts }: Report): (section: Section) => boolean {
  const atTheTop = ['Incomplete', verdicts.length > 0 ? verdictsHeading : 'What was seen'];
  return ({ heading }) => !atTheTop.includes(heading);
}

export function contents(headings: readonly string[]): Markup {
  return html`<nav aria-label="Contents"><ul>${headings.map((heading) => html`<li><a href="#${anchorOf(heading)}">${heading}</a></li>\n`)}</ul></nav>`;
}

/** Counts that tell at a glance how much there is, and how far to trust it. */
function glance({ cells, excluded, pendingTrials }: Report, { createdAt }: Manifest): Markup {
  const warnings = cells.reduce((sum, cell) => sum + cell.warnings.length, 0);
  const trials = cells.reduce((sum, { repeats }) => sum + repeats, 0);
  const repeats = cells.map((cell) => cell.repeats);
  const counts: readonly [string, string | number][] = [
    ['cells', cells.length],
    ['trials measured', trials],
    ['repeats of a cell', repeats.length === 0 ? '–' : range(repeats)],
    ['trials excluded', excluded.length],
    ...(pendingTrials > 0
      ? ([['trials not run', pendingTrials]] as const).map(([a, b]): [string, number] => [a, b])
      : []),
    ['warnings', warnings],
    ['day', new Date(createdAt * 1000).toISOString().slice(0, 10)],
  ];
  return html`<dl class="glance">${counts.map(([name, count]) => html`<div><dt>${name}</dt><dd>${count}</dd></div>\n`)}</dl>`;
}

function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least} to ${most}`;
}
