import type { Cell } from '@headroom/contract/report.ts';
import { boundedSeconds } from './cell-sections.ts';
import { formatRate, formatSeconds } from './quantities.ts';
import type { Section } from './section.ts';

/** Every cell of the open model: what was offered, and what became of it. */
export function openSection(cells: readonly Cell[]): Section | null {
  if (cells.length === 0) return null;
  const head = [
    'subject',
    'endpoint',
    'offered rps',
    'answered',
    'p50',
    'p95',
    'p99',
    'unanswered',
    'dropped',
    'CPU per request',
    'bystander p95',
    'marks',
  ];
  const body = cells.map((cell) => [
    cell.subject,
    cell.endpoint,
    formatRate(cell.arrivalsPerSecond),
    formatRate(cell.throughputRps),
    ...(['p50', 'p95', 'p99'] as const).map((quantile) => atLeast(cell, cell.latencySeconds?.[quantile])),
    String(cell.inFlightAtCutoff),
    String(cell.droppedIterations),
    formatSeconds(cell.subjectCpuSecondsPerRequest),
    boundedSeconds(cell.bystander?.p95Seconds ?? null),
    cell.warnings.map(({ code }) => code).join(' '),
  ]);
  return {
    heading: 'At a constant rate of requests (the open model)',
    table: { rows: [head, ...body], right: [2, 3, 4, 5, 6, 7, 8, 9, 10] },
    lines: [
      'Requests are sent at even intervals whatever is answered, so that every endpoint is offered the same load. Unanswered: still waiting when the window closed; a steady system has throughput times latency of them. Dropped: due, but as many as may wait at once were waiting; of the whole trial, warm-up included.',
      ...(cells.some(({ censored }) => censored)
        ? [
            '≥: more was offered than was answered, so that those who wait longest are not among the answered.',
          ]
        : []),
    ],
  };
}

function atLeast({ censored }: Cell, seconds: number | null | undefined): string {
  const text = formatSeconds(seconds ?? null);
  return censored && seconds !== null && seconds !== undefined ? `≥ ${text}` : text;
}
