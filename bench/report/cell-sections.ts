import type { Bounded, Cell } from '@headroom/contract/report.ts';
import { repeatsForInterval } from '../statistics/median-interval.ts';
import { levelInShort } from '../words/in-words.ts';
import { othersLines } from './others-lines.ts';
import {
  formatBytes,
  formatConnecting,
  formatRate,
  formatSeconds,
  formatShare,
  withSpread,
} from './quantities.ts';
import type { Section } from './section.ts';

/** Every cell with its throughput and latency. */
export function cellsSection(cells: readonly Cell[]): Section | null {
  if (cells.length === 0) return null;
  const head = [
    'subject',
    'endpoint',
    'users',
    'rps',
    'ideal',
    'answered',
    'connect',
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
    withSpread(formatRate, cell.throughputRps, cell.intervals.throughputRps),
    formatRate(cell.idealThroughputRps),
    answeredOf(cell),
    formatConnecting(cell.connectSeconds),
    withSpread(formatSeconds, cell.latencySeconds?.mean ?? null, cell.intervals.meanSeconds),
    withSpread(formatSeconds, cell.latencySeconds?.p50 ?? null, cell.intervals.p50Seconds),
    withSpread(formatSeconds, cell.latencySeconds?.p95 ?? null, cell.intervals.p95Seconds),
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
    table: { rows: [head, ...body], right: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14] },
    lines: [
      'Answered: users with a right answer in the window, of those there, and the fewest and most answers that one of them got. Connect: what a request waits for a connection, which its latency does not hold. At a time: requests served at once, throughput times the latency of a lone user; ≥ marks a lower bound, seen while nobody had to wait. Unanswered: requests still waiting when the window closed.',
      spreadLine(cells),
      ...(cells.every(({ steadiness }) => steadiness === 'not-assessed')
        ? ['Whether the windows were in steady state is not assessed: that takes windows of 20 s.']
        : []),
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

function spreadLine(cells: readonly Cell[]): string {
  const needed = repeatsForInterval();
  const most = Math.max(...cells.map(({ repeats }) => repeats));
  return most < needed
    ? `No intervals: ${most === 1 ? 'there is one trial' : `there are ${most} trials`} of a cell, and one at 95 % takes ${needed} (--repeats ${needed}).`
    : '± is the farther end of the 95 % interval of the median over the trials of a cell.';
}

/** What each cell took of CPU and memory. */
export function resourcesSection(cells: readonly Cell[]): Section | null {
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
    levelInShort(cell),
    formatSeconds(cell.subjectCpuSecondsPerRequest),
    formatShare(cell.loopUtilization),
    formatSeconds(cell.longestStallSeconds),
    formatBytes(cell.peakResidentBytes),
    formatBytes(overIdle(cell)),
    formatBytes(perConcurrentRequest(cell)),
    formatShare(cell.generatorCpuShare),
    scrapesOf(cell),
    formatSeconds(cell.metricsScrapes.slowestSeconds),
  ]);
  return {
    heading: 'Inside subject and generator',
    table: { rows: [head, ...body], right: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
    lines: [
      'CPU per request holds what the service uses at rest, a scrape a second included, and that weighs heavily at a low rate: compare it at equal throughput.',
      'Memory is that of all processes of the subject. Over idle: its peak less what it took when nobody asked it anything; per request at once: that over the requests it had in hand, as the users see it (N - XZ).',
      ...othersLines(cells),
    ],
  };
}

/** How long jobs took to be accepted, and to be done. */
export function queuesSection(cells: readonly Cell[]): Section | null {
  const queues = cells.flatMap((cell) =>
    cell.acceptedSeconds === null ? [] : [{ cell, accepted: cell.acceptedSeconds }],
  );
  if (queues.length === 0) return null;
  const head = ['subject', 'endpoint', 'users', 'accepted p50', 'p95', 'result p50', 'p95', 'results rps'];
  const body = queues.map(({ cell, accepted }) => [
    cell.subject,
    cell.endpoint,
    levelInShort(cell),
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

/** What each cell did to somebody else. */
export function bystandersSection(cells: readonly Cell[]): Section | null {
  const watched = cells.flatMap((cell) => (cell.bystander === null ? [] : [{ cell, seen: cell.bystander }]));
  if (watched.length === 0) return null;
  const head = ['subject', 'endpoint', 'users', 'p50', 'p95', 'sent', 'unanswered', 'failed', 'own p50'];
  const body = watched.map(({ cell, seen }) => [
    cell.subject,
    cell.endpoint,
    levelInShort(cell),
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

/** "7 of 100 (0–9)": users who were answered, of those there, and the fewest and the most answers to one of them. */
function answeredOf({ users }: Cell): string {
  if (users === null) return '–';
  const { there, answered, fewestAnswers, mostAnswers } = users;
  const range = fewestAnswers === mostAnswers ? `${mostAnswers}` : `${fewestAnswers}–${mostAnswers}`;
  return `${answered} of ${there} (${range})`;
}

/** None are made of a subject that has no metrics. */
function scrapesOf({ metricsScrapes: { answered, attempted } }: Cell): string {
  return attempted === 0 ? '–' : `${answered}/${attempted}`;
}

/** A figure, with ≥ where it is known at the least. */
export function boundedSeconds(figure: Bounded | null): string {
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
  // Of a lone user who thinks less than one is in hand: that bounds nothing.
  const isNoBound = effectiveConcurrency?.bound === 'lower' && effectiveConcurrency.value < 1;
  if (effectiveConcurrency === null || isNoBound) return '–';
  return `${effectiveConcurrency.bound === 'lower' ? '≥ ' : ''}${effectiveConcurrency.value.toFixed(2)}`;
}
