import { type Manifest, probePreset } from '@headroom/contract/manifest.ts';
import { schemaVersion } from '@headroom/contract/records.ts';
import { type JudgedClaim, type Report, reportSchema } from '@headroom/contract/report.ts';
import type { Analysis } from '../analyse/analysis.ts';
import { capacityRatios } from '../analyse/capacity-ratios.ts';
import { engineInWords } from '../words/engine-in-words.ts';
import { dashboardLinks } from './dashboard-links.ts';
import { markdownText, onOneLine } from './plain-text.ts';
import { subjectsInWords, windowsInWords } from './protocol-words.ts';
import type { Section } from './section.ts';
import { sectionsOf } from './sections.ts';
import { escapeCells, markdownTable, plainTable } from './table.ts';

/** A run's result in each form it is given; its page is made from the report by `html/page.ts`. */
export interface Rendered {
  readonly report: Report;
  readonly json: string;
  readonly markdown: string;
  readonly terminal: string;
}

export function render(analysis: Analysis, claims: readonly JudgedClaim[], manifest: Manifest): Rendered {
  const report = reportOf(analysis, claims, manifest);
  const sections = sectionsOf(report, dashboardLinks(analysis, manifest));
  return {
    report,
    json: `${JSON.stringify(report, null, 2)}\n`,
    markdown: `# ${markdownText(`Headroom: ${report.preset} on ${manifest.machine.cpuModel}`)}\n\n${provenance(manifest)}\n\n${sections.map(markdownSection).join('\n\n')}\n`,
    terminal: sections.map(terminalSection).join('\n\n'),
  };
}

function reportOf(analysis: Analysis, claims: readonly JudgedClaim[], manifest: Manifest): Report {
  return reportSchema.parse({
    schemaVersion,
    runId: manifest.runId,
    runtime: manifest.runtime,
    preset: manifest.plan.preset,
    complete: analysis.pending === 0,
    pendingTrials: analysis.pending,
    missingCells: analysis.missing.map(({ name }) => name),
    leftOut: manifest.leftOut,
    findings: analysis.findings,
    articleTable: analysis.articleTable,
    claims,
    breakEvens: analysis.breakEvens,
    verdicts: analysis.verdicts,
    capacities: analysis.capacities,
    capacityRatios: capacityRatios(analysis.capacities),
    scaling: analysis.scaling,
    cells: analysis.cells,
    baselines: analysis.baselines,
    excluded: analysis.excluded,
    notControlled: manifest.notControlled,
    dashboardGaps: analysis.dashboardGaps,
  });
}

function provenance({
  runId,
  createdAt,
  versions,
  machine,
  engine,
  gitCommit,
  cpus,
  plan,
}: Manifest): string {
  const [first] = plan.trials;
  return [
    `Run ${runId}, ${new Date(createdAt * 1000).toISOString()}, seed ${plan.seed}${gitCommit ? `, commit ${gitCommit.slice(0, 12)}` : ''}.`,
    `${machine.platform} ${machine.release}, ${machine.cpus} CPUs (subject on ${cpus.subject.join(', ') || 'its own'}, k6 on ${cpus.generator.join(', ')}), Node ${versions.node}, k6 ${versions.k6}.`,
    ...(engine === null ? [] : [`In containers of ${engineInWords(engine)}.`]),
    first
      ? `Each trial: ${plan.preset === probePreset ? 'the service as it runs, once it was at rest' : subjectsInWords(plan.trials)}, ${first.warmupSeconds} s of warm-up, then a window of ${windowsInWords(plan.trials)}; think time ${first.thinkTime.minSeconds} to ${first.thinkTime.maxSeconds} s.`
      : '',
  ]
    .map(markdownText)
    .join('\n');
}

export function markdownSection({ heading, table, lines }: Section): string {
  const text = lines.map(markdownText);
  const list = table ? text.join('\n\n') : text.map((line) => `- ${line}`).join('\n');
  return [`## ${markdownText(heading)}`, ...(table ? [markdownTable(escapeCells(table))] : []), list]
    .filter(Boolean)
    .join('\n\n');
}

export function terminalSection({ heading, table, lines }: Section): string {
  const list = lines.map((line) => `${table ? '' : '- '}${onOneLine(line)}`).join('\n');
  return [heading, '', ...(table ? [plainTable(table)] : []), list]
    .filter((part, i) => i < 2 || part !== '')
    .join('\n');
}
