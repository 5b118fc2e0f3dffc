import type { ArticleRow, Bounded, BreakEven, Cell, JudgedClaim, Report } from '@headroom/contract/report.ts';
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
    claimsSection(report.claims),
    breakEvenSection(report.breakEvens),
    cellsSection(report.cells),
    queuesSection(report.cells),
    bystandersSection(report.cells),
    resourcesSection(report.cells),
    linesSection(
      'Not measured on this machine',
      report.leftOut.map(({ cells, reason }) => `${cells.join(', ')}: ${reason}`),
    ),
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
    ...(pendingTrials > 0
      ? [`${pendingTrials} planned ${pendingTrials === 1 ? 'trial has' : 'trials have'} not been run.`]
      : []),
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
    'subject',
    'article',
    'measured',
    'article rps',
    'measured rps',
    'ideal rps',
    'meaning',
  ];
  const body = rows.map(({ vus, strategy, subject, article, measured, meaning }) => [
    String(vus),
    strategy,
    subject,
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
    table: { rows: [head, ...body], right: [0, 3, 4, 5, 6, 7] },
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

function claimsSection(claims: readonly JudgedClaim[]): Section | null {
  if (claims.length === 0) return null;
  const head = ['claim', 'subject', 'verdict', 'figures'];
  const body = claims.map(({ sentence, subject, verdict, provisional, reason }) => [
    sentence,
    subject,
    `${verdict}${provisional ? ' *' : ''}`,
    reason,
  ]);
  const provisional = claims.some((claim) => claim.provisional);
  return {
    heading: "The article's claims",
    table: { rows: [head, ...body], right: [] },
    lines: provisional
      ? ['* provisional: it rests on a single trial of a cell. Run with --repeats 3 or more.']
      : [],
  };
}

function breakEvenSection(all: readonly BreakEven[]): Section | null {
  if (all.length === 0) return null;
  const head = ['subject', 'users', 'wait', 'sync mean', 'async mean', 'sync / async', 'async / sync rps'];
  const body = all.flatMap(({ subject, vus, waits }) =>
    waits.map((wait) => [
      subject,
      String(vus),
      formatSeconds(wait.waitSeconds),
      formatSeconds(wait.syncLatencySeconds),
      formatSeconds(wait.asyncLatencySeconds),
      wait.latencyRatio.toFixed(2),
      wait.throughputRatio.toFixed(2),
    ]),
  );
  return {
    heading: 'From which wait async pays',
    table: { rows: [head, ...body], right: [1, 2, 3, 4, 5, 6] },
    lines: all.map(inWordsOfBreakEven),
  };
}

function inWordsOfBreakEven({ subject, vus, paysFromSeconds, notAtSeconds }: BreakEven): string {
  const at = `${subject} at ${vus === 1 ? '1 user' : `${vus} users`}`;
  if (paysFromSeconds === null)
    return `${at}: async pays at none of these waits: the latencies differ by less than 30 %, as two runs of the same thing do.`;
  const below =
    notAtSeconds === null
      ? 'the shortest wait measured'
      : `somewhere between ${formatSeconds(notAtSeconds)} and that`;
  return `${at}: async pays from a wait of ${formatSeconds(paysFromSeconds)} on (${below}): there users of the blocking handler wait over 1.3 times as long.`;
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
      ...(cells.some(({ workload }) => workload === 'disk')
        ? ['The files of the disk workload are in the page cache: nothing waits for a disk.']
        : []),
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
    'over idle',
    'per request at once',
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
    formatBytes(overIdle(cell)),
    formatBytes(perConcurrentRequest(cell)),
    formatShare(cell.generatorCpuShare),
    `${cell.metricsScrapes.answered}/${cell.metricsScrapes.attempted}`,
    formatSeconds(cell.metricsScrapes.slowestSeconds),
  ]);
  return {
    heading: 'Inside subject and generator',
    table: { rows: [head, ...body], right: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
    lines: [
      'CPU per request holds what the service uses at rest, a scrape a second included, and that weighs heavily at a low rate: compare it at equal throughput.',
      'Memory is that of all processes of the subject. Over idle: its peak less what it took when nobody asked it anything; per request at once: that over the requests it had in hand, as the users see it (N - XZ).',
    ],
  };
}

function queuesSection(cells: readonly Cell[]): Section | null {
  const queues = cells.flatMap((cell) =>
    cell.acceptedSeconds === null ? [] : [{ cell, accepted: cell.acceptedSeconds }],
  );
  if (queues.length === 0) return null;
  const head = ['subject', 'endpoint', 'users', 'accepted p50', 'p95', 'result p50', 'p95', 'results rps'];
  const body = queues.map(({ cell, accepted }) => [
    cell.subject,
    cell.endpoint,
    String(cell.vus),
    formatSeconds(accepted.p50),
    formatSeconds(accepted.p95),
    formatSeconds(cell.latencySeconds?.p50 ?? null),
    formatSeconds(cell.latencySeconds?.p95 ?? null),
    formatRate(cell.throughputRps),
  ]);
  return {
    heading: 'Job queues',
    table: { rows: [head, ...body], right: [2, 3, 4, 5, 6, 7] },
    lines: [
      'Accepted: from the submission to the 202. Result: from the submission to the answer that holds the result, which is the latency of these cells everywhere else.',
    ],
  };
}

function bystandersSection(cells: readonly Cell[]): Section | null {
  const watched = cells.flatMap((cell) => (cell.bystander === null ? [] : [{ cell, seen: cell.bystander }]));
  if (watched.length === 0) return null;
  const head = ['subject', 'endpoint', 'users', 'p50', 'p95', 'sent', 'unanswered', 'failed', 'own p50'];
  const body = watched.map(({ cell, seen }) => [
    cell.subject,
    cell.endpoint,
    String(cell.vus),
    boundedSeconds(seen.p50Seconds),
    boundedSeconds(seen.p95Seconds),
    String(seen.sent),
    String(seen.unanswered),
    String(seen.failed),
    formatSeconds(cell.latencySeconds?.p50 ?? null),
  ]);
  return {
    heading: 'What it does to everybody else',
    table: { rows: [head, ...body], right: [2, 3, 4, 5, 6, 7, 8] },
    lines: [
      'Bystanders ask for a route that does nothing, at a constant rate, while the endpoint is under load. Quantiles are of all that were sent: an unanswered one counts as slower than any other, and ≥ marks a quantile that lies among those.',
    ],
  };
}

function boundedSeconds(figure: Bounded | null): string {
  return figure === null ? '–' : `${figure.bound === 'lower' ? '≥ ' : ''}${formatSeconds(figure.value)}`;
}

function overIdle({ peakResidentBytes, idleResidentBytes }: Cell): number | null {
  if (peakResidentBytes === null || idleResidentBytes === null) return null;
  return Math.max(0, peakResidentBytes - idleResidentBytes);
}

/** Little's law for those who wait: X R of the N users, with R as the closed loop implies it. */
function perConcurrentRequest(cell: Cell): number | null {
  const extra = overIdle(cell);
  if (extra === null || cell.impliedLatencySeconds === null) return null;
  const atOnce = cell.throughputRps * cell.impliedLatencySeconds;
  return atOnce < 1 ? null : extra / atOnce;
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
