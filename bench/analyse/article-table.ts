import type { Trial } from '@headroom/contract/records.ts';
import type { ArticleRow, Cell } from '@headroom/contract/report.ts';

const endpointOf = { sync: '/sync', async: '/async' } as const;

/** The article's results table: mean latency in seconds and requests per second, all given as "about". */
const claimed = [
  { vus: 1, strategy: 'sync', latencySeconds: 1, throughputRps: 1 },
  { vus: 1, strategy: 'async', latencySeconds: 1, throughputRps: 1 },
  { vus: 10, strategy: 'sync', latencySeconds: 10, throughputRps: 1 },
  { vus: 10, strategy: 'async', latencySeconds: 1.1, throughputRps: 9 },
  { vus: 100, strategy: 'sync', latencySeconds: 100, throughputRps: 1 },
  { vus: 100, strategy: 'async', latencySeconds: 1.3, throughputRps: 70 },
] as const;

/**
 * The article's cells that were planned as there (1 s of service, 0.1 to 0.2 s of thought), beside the measured
 * ones of the first subject that has them.
 */
export function articleTable(cells: readonly Cell[], planned: readonly Trial[]): ArticleRow[] {
  const comparable = planned.filter(isOfTheArticle);
  const subject = cells.find(({ endpoint }) => endpoint === '/sync' || endpoint === '/async')?.subject;
  if (subject === undefined) return [];
  const wanted = claimed.filter(({ vus, strategy }) =>
    comparable.some((trial) => trial.endpoint === endpointOf[strategy] && trial.vus === vus),
  );
  return wanted.map(({ vus, strategy, latencySeconds, throughputRps }) => {
    const cell = cells.find(
      (candidate) =>
        candidate.subject === subject && candidate.endpoint === endpointOf[strategy] && candidate.vus === vus,
    );
    return {
      vus,
      strategy,
      article: { latencySeconds, throughputRps },
      measured: cell ? measuredOf(cell) : null,
      meaning: cell ? meaningOf(cell) : 'not measured',
    };
  });
}

function isOfTheArticle({ declaredServiceSeconds, thinkTime, baseline }: Trial): boolean {
  return (
    !baseline && declaredServiceSeconds === 1 && thinkTime.minSeconds === 0.1 && thinkTime.maxSeconds === 0.2
  );
}

function measuredOf(cell: Cell): ArticleRow['measured'] {
  return {
    subject: cell.subject,
    latencySeconds: cell.censored ? cell.impliedLatencySeconds : (cell.latencySeconds?.mean ?? null),
    latencyIsImplied: cell.censored,
    throughputRps: cell.throughputRps,
    idealThroughputRps: cell.idealThroughputRps,
  };
}

function meaningOf(cell: Cell): string {
  if (cell.throughputRps === 0) return 'nothing was answered inside the window';
  const { effectiveConcurrency, idealThroughputRps } = cell;
  const queueing = effectiveConcurrency?.bound === 'estimate';
  if (!queueing) return 'nobody waits for another user';
  const share = idealThroughputRps
    ? ` (${((100 * cell.throughputRps) / idealThroughputRps).toFixed(0)} % of the ideal)`
    : '';
  return `serves ${effectiveConcurrency.value.toFixed(1)} at a time${share}`;
}
