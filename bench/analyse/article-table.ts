import type { Trial } from '@headroom/contract/records.ts';
import type { ArticleRow, Cell } from '@headroom/contract/report.ts';
import { isOfSome, latencyOf } from './cell-figures.ts';

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
 * ones of each subject.
 */
export function articleTable(cells: readonly Cell[], planned: readonly Trial[]): ArticleRow[] {
  const comparable = planned.filter(isOfTheArticle);
  const subjects = [...new Set(comparable.map(({ subject }) => subject))];
  return claimed.flatMap(({ vus, strategy, latencySeconds, throughputRps }) => {
    const isOfRow = (cell: { endpoint: string; vus: number }) =>
      cell.endpoint === endpointOf[strategy] && cell.vus === vus;
    return subjects
      .filter((subject) => comparable.some((trial) => trial.subject === subject && isOfRow(trial)))
      .map((subject) => {
        const cell = cells.find((candidate) => candidate.subject === subject && isOfRow(candidate));
        return {
          vus,
          strategy,
          subject,
          article: { latencySeconds, throughputRps },
          measured: cell ? measuredOf(cell) : null,
          meaning: cell ? meaningOf(cell) : 'not measured',
        };
      });
  });
}

function isOfTheArticle({ declaredServiceSeconds, thinkTime, baseline }: Trial): boolean {
  return (
    !baseline && declaredServiceSeconds === 1 && thinkTime.minSeconds === 0.1 && thinkTime.maxSeconds === 0.2
  );
}

function measuredOf(cell: Cell): ArticleRow['measured'] {
  return {
    latencySeconds: latencyOf(cell),
    latencyIsImplied: isOfSome(cell),
    throughputRps: cell.throughputRps,
    idealThroughputRps: cell.idealThroughputRps,
  };
}

function meaningOf(cell: Cell): string {
  if (cell.throughputRps === 0) return 'nothing was answered inside the window';
  const { effectiveConcurrency, idealThroughputRps } = cell;
  const share = idealThroughputRps
    ? `${((100 * cell.throughputRps) / idealThroughputRps).toFixed(0)} % of the ideal`
    : 'of no known ideal';
  if (effectiveConcurrency === null) return `${share}; how many at a time takes a lone user to tell`;
  if (effectiveConcurrency.bound === 'lower') return 'nobody waits for another user';
  return `serves ${effectiveConcurrency.value.toFixed(1)} at a time (${share})`;
}
