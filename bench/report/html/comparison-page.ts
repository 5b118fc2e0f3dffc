import type { Manifest } from '@headroom/contract/manifest.ts';
import type { Report } from '@headroom/contract/report.ts';
import type { Traces } from '../../analyse/traces.ts';
import type { Section } from '../section.ts';
import { openDrawing } from './charts/draw.ts';
import { differencesSection } from './differences.ts';
import { documentOf } from './document.ts';
import { html, type Markup } from './escape.ts';
import { galleryMarkup } from './gallery.ts';
import { contents } from './page.ts';
import { machineMarkup, planInWords } from './provenance.ts';
import { anchorOf, sectionMarkup } from './section.ts';

/** A run with all that its page is made of. */
export interface RunOfPage {
  readonly report: Report;
  readonly manifest: Manifest;
  readonly traces: Traces;
}

/**
 * Two runs in one page, their charts over one another: the first is A and dashed, the second is B.
 * @param compared what a comparison of the two says, in the sections of its other forms; without any, what differs
 * between the two runs is listed instead
 */
export async function renderComparisonHtml(
  a: RunOfPage,
  b: RunOfPage,
  compared: readonly Section[],
): Promise<string> {
  const draw = await openDrawing();
  const gallery = galleryMarkup(
    [
      { name: 'A', dashed: true, report: a.report, traces: a.traces },
      { name: 'B', dashed: false, report: b.report, traces: b.traces },
    ],
    draw,
  );
  const above = compared.length > 0 ? compared : [differencesSection(a.manifest, b.manifest)];
  const said = [
    { heading: 'What A said', lines: answersOf(a.report) },
    { heading: 'What B said', lines: answersOf(b.report) },
  ].filter(({ lines }) => lines.length > 0);
  const machines = [
    { heading: 'The machine of A', manifest: a.manifest },
    { heading: 'The machine of B', manifest: b.manifest },
  ];
  const all = [
    ...above.map(({ heading }) => heading),
    ...(gallery === null ? [] : ['Charts']),
    ...[...said, ...machines].map(({ heading }) => heading),
  ];
  const body = html`<header>
<p class="brand">Headroom</p>
<h1>Two runs, side by side</h1>
${runMarkup('A', 'the base: dashed and pale', a.manifest)}
${runMarkup('B', 'the head: drawn through', b.manifest)}
${a.manifest.runId === b.manifest.runId ? html`<p class="note">They are one and the same run.</p>` : null}
</header>
${contents(all)}
<main>
${above.map(sectionMarkup)}
${gallery}
${said.map(sectionMarkup)}
${machines.map(({ heading, manifest }) => machineMarkup(manifest, heading))}
</main>
<footer><p>Made by Headroom. Each run has a page of its own, report.html in its folder.</p></footer>`;
  return documentOf(`Headroom: ${a.manifest.runId} and ${b.manifest.runId}`, body);
}

function runMarkup(name: string, drawn: string, manifest: Manifest): Markup {
  const when = new Date(manifest.createdAt * 1000).toISOString().slice(0, 16).replace('T', ' ');
  return html`<p class="lead" id="${anchorOf(`run ${name}`)}"><b>${name}, ${manifest.runId}</b> (${drawn}; ${when} UTC, on ${manifest.machine.cpuModel}). ${planInWords(manifest)}</p>
`;
}

function answersOf({ verdicts, findings }: Report): readonly string[] {
  return verdicts.length > 0 ? verdicts.map(({ sentence, advice }) => `${sentence} ${advice}`) : findings;
}
