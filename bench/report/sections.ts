import { probePreset } from '@headroom/contract/manifest.ts';
import type { ArticleRow, BreakEven, Cell, JudgedClaim, Report } from '@headroom/contract/report.ts';
import { failures } from '../analyse/findings.ts';
import { isClosed } from '../model/level.ts';
import { levelInWords, reasonInWords, users } from '../words/in-words.ts';
import { capacitySection } from './capacity-section.ts';
import { bystandersSection, cellsSection, queuesSection, resourcesSection } from './cell-sections.ts';
import { openSection } from './open-section.ts';
import { formatRate, formatSeconds } from './quantities.ts';
import { scalingSection } from './scaling-section.ts';
import type { Section } from './section.ts';

/** The parts of a report in reading order; those with nothing to say are left out. @param links to dashboards */
export function sectionsOf(report: Report, links: readonly string[]): Section[] {
  const [closed, open] = [true, false].map((model) =>
    report.cells.filter((cell) => isClosed(cell) === model),
  );
  const failed = failures(closed ?? []);
  return [
    linesSection('Incomplete', incompleteLines(report)),
    linesSection('What failed', failed),
    linesSection(
      'Sync, async, or moved away',
      report.verdicts.map(({ sentence, advice }) => `${sentence} ${advice}`),
    ),
    articleSection(report.articleTable),
    claimsSection(report.claims),
    breakEvenSection(report.breakEvens),
    capacitySection(report.capacities, report.capacityRatios),
    scalingSection(report.scaling),
    cellsSection(closed ?? []),
    openSection(open ?? []),
    queuesSection(report.cells),
    bystandersSection(report.cells),
    resourcesSection(report.cells),
    linesSection(
      'Not measured on this machine',
      report.leftOut.map(({ cells, reason }) => `${cells.join(', ')}: ${reason}`),
    ),
    linesSection(
      'What was seen',
      report.findings.filter((finding) => !failed.includes(finding)),
    ),
    linesSection('Warnings', report.cells.flatMap(warningLines)),
    linesSection(
      'Excluded trials',
      report.excluded.map(({ trialId, reason }) => `${trialId}: ${reasonInWords(reason)}`),
    ),
    linesSection('Not controlled on this machine', report.notControlled),
    linesSection('Missing from the dashboards', report.dashboardGaps),
    linesSection('In Grafana', links.length > 0 ? [...links, keptUntil] : []),
  ].filter((section) => section !== null);
}

/** What is gone from Prometheus its dashboards do not show, and nobody tells the report. */
const keptUntil =
  'They show the run for as long as Prometheus keeps it: 15 days, no more than 1 GB of runs, and until make down.';

function incompleteLines({ runId, preset, pendingTrials, missingCells, excluded }: Report): string[] {
  const cutShort =
    pendingTrials === 0 && excluded.every(({ reason }) => reason.code === 'BENCH_TRIAL_CUT_SHORT');
  return [
    ...(pendingTrials > 0
      ? [`${pendingTrials} planned ${pendingTrials === 1 ? 'trial has' : 'trials have'} not been run.`]
      : []),
    ...missingCells.map((cell) => `${cell}: no measured trial.`),
    ...(pendingTrials > 0 || missingCells.length > 0
      ? preset === probePreset
        ? ['What a probe sends is kept nowhere: start it anew.']
        : cutShort
          ? ['They were cut short on purpose, and are not run again.']
          : [
              `Go on with: npm exec headroom -- resume ${runId}`,
              'If this is in another folder than results/, name that by --out.',
            ]
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
            "† implied by Little's law: what each would wait if all were served in turn. The window is too short to see it, or some users were not answered at all, so the observed mean is that of the lucky ones.",
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
  const at = `${subject} at ${users(vus)}`;
  if (paysFromSeconds === null)
    return `${at}: async pays at none of these waits: the latencies differ by less than 30 %, as two runs of the same thing do.`;
  const below =
    notAtSeconds === null
      ? 'the shortest wait measured'
      : `somewhere between ${formatSeconds(notAtSeconds)} and that`;
  return `${at}: async pays from a wait of ${formatSeconds(paysFromSeconds)} on (${below}): there users of the blocking handler wait over 1.3 times as long.`;
}

function warningLines(cell: Cell): string[] {
  const name = `${cell.subject} ${cell.endpoint} at ${levelInWords(cell)}`;
  return cell.warnings.map(({ code, message }) => `${name}, ${code}: ${message}`);
}

function linesSection(heading: string, lines: readonly string[]): Section | null {
  return lines.length === 0 ? null : { heading, lines };
}
