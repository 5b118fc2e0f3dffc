import type { ArticleRow, Cell, Report } from '@headroom/contract/report.ts';
import { formatBytes, formatRate, formatSeconds, formatShare } from './quantities.ts';
import type { Table } from './table.ts';

/** One part of a report: a heading, and below it a table, lines, or both. The renderers only lay it out. */
export interface Section {
  readonly heading: string;
  readonly table?: Table;
  readonly lines: readonly string[];
}

/** The parts of a report in reading order; those with nothing to say are left out. @param links to dashboards */
export function sectionsOf(report: Report, links: readonly string[]): Section[] {
  return [
    linesSection('Incomplete', incompleteLines(report)),
    articleSection(report.articleTable),
    cellsSection(report.cells),
    resourcesSection(report.cells),
    linesSection('What was seen', report.findings),
    linesSection('Warnings', report.cells.flatMap(warningLines)),
    linesSection(
      'Excluded trials',
      report.excluded.map(({ trialId, reason }) => `${trialId}: ${reason.message} (${reason.code})`),
    ),
    linesSection('Not controlled on this machine', report.notControlled),
    linesSection('In Grafana', links),
  ].filter((section) => section !== null);
}

function incompleteLines({ runId, pendingTrials, missingCells }: Report): string[] {
  return [
    ...(pendingTrials > 0 ? [`${pendingTrials} planned trials have not been run.`] : []),
    ...missingCells.map((cell) => `${cell}: no measured trial.`),
    ...(pendingTrials > 0 || missingCells.length > 0
      ? [`Go on with: npm exec headroom -- resume ${runId}`]
      : []),
  ];
}

function articleSection(rows: readonly ArticleRow[]): Section | null {
  if (rows.length === 0) return null;
  const head = [
    'users',
    'handler',
    'article',
    'measured',
    'article rps',
    'measured rps',
    'ideal rps',
    'meaning',
  ];
  const body = rows.map(({ vus, strategy, article, measured, meaning }) => [
    String(vus),
    strategy,
    `~${article.latencySeconds} s`,
    `${formatSeconds(measured?.latencySeconds ?? null)}${measured?.latencyIsImplied ? ' †' : ''}`,
    `~${article.throughputRps}`,
    formatRate(measured?.throughputRps ?? null),
    formatRate(measured?.idealThroughputRps ?? null),
    meaning,
  ]);
  const implied = rows.some(({ measured }) => measured?.latencyIsImplied);
  return {
    heading: "The article's table, measured",
    table: { rows: [head, ...body], right: [0, 2, 3, 4, 5, 6] },
    lines: [
      'Latency is the mean. The ideal is what the same users would get from a server that never queues.',
      ...(implied
        ? [
            "† implied by Little's law: the window is too short to see it, so the observed mean is only of the lucky ones.",
          ]
        : []),
      'The article ran FastAPI; a blocking handler in Node corresponds to blocking inside `async def`, not to a plain `def`, which has 40 threads.',
    ],
  };
}

function cellsSection(cells: readonly Cell[]): Section | null {
  if (cells.length === 0) return null;
  const head = [
    'subject',
    'endpoint',
    'users',
    'rps',
    'ideal',
    'mean',
    'p50',
    'p95',
    'p99',
    'implied',
    'server says',
    'at a time',
    'unanswered',
    'marks',
  ];
  const body = cells.map((cell) => [
    cell.subject,
    cell.endpoint,
    String(cell.vus),
    formatRate(cell.throughputRps),
    formatRate(cell.idealThroughputRps),
    formatSeconds(cell.latencySeconds?.mean ?? null),
    formatSeconds(cell.latencySeconds?.p50 ?? null),
    formatSeconds(cell.latencySeconds?.p95 ?? null),
    formatSeconds(cell.latencySeconds?.p99 ?? null),
    formatSeconds(cell.impliedLatencySeconds),
    formatSeconds(cell.serverLatencyMeanSeconds),
    concurrency(cell),
    String(cell.inFlightAtCutoff),
    cell.warnings.map(({ code }) => code).join(' '),
  ]);
  const disagree = cells.some(
    ({ latencySeconds, serverLatencyMeanSeconds }) =>
      latencySeconds !== null &&
      serverLatencyMeanSeconds !== null &&
      latencySeconds.mean > 1.5 * serverLatencyMeanSeconds,
  );
  return {
    heading: 'All cells',
    table: { rows: [head, ...body], right: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
    lines: [
      'At a time: requests served at once, throughput times the latency of a lone user; ≥ marks a lower bound, seen while nobody had to wait. Unanswered: requests still waiting when the window closed.',
      ...(disagree
        ? [
            'Client and server disagree, and both are right: the server measures a request from when it gets to it, the client from when it was sent. The rest is spent in the queue of the kernel.',
          ]
        : []),
    ],
  };
}

function resourcesSection(cells: readonly Cell[]): Section | null {
  if (cells.length === 0) return null;
  const head = [
    'subject',
    'endpoint',
    'users',
    'CPU per request',
    'loop busy',
    'longest stall seen',
    'peak memory',
    'k6 CPU',
    'scrapes',
    'slowest scrape',
  ];
  const body = cells.map((cell) => [
    cell.subject,
    cell.endpoint,
    String(cell.vus),
    formatSeconds(cell.subjectCpuSecondsPerRequest),
    formatShare(cell.loopUtilization),
    formatSeconds(cell.longestStallSeconds),
    formatBytes(cell.peakResidentBytes),
    formatShare(cell.generatorCpuShare),
    `${cell.metricsScrapes.answered}/${cell.metricsScrapes.attempted}`,
    formatSeconds(cell.metricsScrapes.slowestSeconds),
  ]);
  return {
    heading: 'Inside subject and generator',
    table: { rows: [head, ...body], right: [2, 3, 4, 5, 6, 7, 8, 9] },
    lines: [
      'CPU per request holds what the service uses at rest, a scrape a second included, and that weighs heavily at a low rate: compare it at equal throughput.',
    ],
  };
}

function concurrency({ effectiveConcurrency }: Cell): string {
  if (effectiveConcurrency === null) return '–';
  return `${effectiveConcurrency.bound === 'lower' ? '≥ ' : ''}${effectiveConcurrency.value.toFixed(2)}`;
}

function warningLines(cell: Cell): string[] {
  const name = `${cell.subject} ${cell.endpoint} at ${cell.vus === 1 ? '1 user' : `${cell.vus} users`}`;
  return cell.warnings.map(({ code, message }) => `${name}, ${code}: ${message}`);
}

function linesSection(heading: string, lines: readonly string[]): Section | null {
  return lines.length === 0 ? null : { heading, lines };
}
