import type { Cell } from '@headroom/contract/report.ts';
import type { CellQuery, Claim, Judgement } from './claim.ts';
import {
  addsCpu,
  costsMore,
  freezes,
  isBetter,
  isEffectOfSpawnRate,
  keepsUp,
  losesNothing,
  needsLess,
  servesOneAtATime,
  spares,
  tableRow,
} from './rules.ts';

const at = (endpoint: string, vus: number): CellQuery => ({ endpoint, vus });

const rows = [
  [1, '/sync', 1, 1],
  [1, '/async', 1, 1],
  [10, '/sync', 10, 1],
  [10, '/async', 1.1, 9],
  [100, '/sync', 100, 1],
  [100, '/async', 1.3, 70],
] as const;

const resultsTable: readonly Claim[] = rows.map(([vus, endpoint, latencySeconds, throughputRps]) => ({
  id: `table-${endpoint.slice(1)}-${vus}`,
  place: 'Results Summary',
  sentence: `${endpoint.slice(1)} at ${vus === 1 ? '1 user' : `${vus} users`}: about ${latencySeconds} s and ${throughputRps} ${throughputRps === 1 ? 'request' : 'requests'} per second`,
  needs: [at(endpoint, vus)],
  judge: tableRow(latencySeconds, throughputRps),
}));

type Row = readonly [
  id: string,
  place: string,
  sentence: string,
  needs: readonly CellQuery[],
  judge: (cells: readonly Cell[], circumstances: { readonly subjectCpus: number }) => Judgement,
];

const others: readonly Row[] = [
  [
    'sync-degrades',
    'Interpretation',
    'Sync: each request blocks the worker, so latency and throughput degrade linearly.',
    [at('/sync', 10), at('/sync', 100)],
    servesOneAtATime,
  ],
  [
    'blocking-in-async-degrades',
    'Interpretation',
    'The same of a handler that blocks inside async def.',
    [at('/blocking', 10), at('/blocking', 100)],
    servesOneAtATime,
  ],
  [
    'async-holds-up',
    'Interpretation',
    'Async views hold up well under pressure.',
    [at('/async', 100)],
    keepsUp,
  ],
  [
    'seventy-by-spawn-rate',
    'Results Summary',
    "The table's 70 requests per second at 100 users come of starting 10 users a second.",
    [at('/async', 100)],
    isEffectOfSpawnRate(70, 10, 30),
  ],
  [
    'async-fewer-resources',
    'Insight',
    'Async serves more clients with fewer resources.',
    [at('/sync', 100), at('/async', 100)],
    needsLess,
  ],
  [
    'cpu-freezes',
    'CPU-bound Tasks',
    'A CPU-bound handler freezes an async server.',
    [at('/cpu', 10)],
    freezes,
  ],
  [
    'thread-pool-frees-the-loop',
    'CPU-bound Tasks',
    'A thread pool gives real concurrency: others are served meanwhile.',
    [at('/cpu', 10), at('/cpu/pool', 10)],
    spares,
  ],
  [
    'thread-pool-adds-cpu',
    'CPU-bound Tasks',
    'A thread pool gives real concurrency: more is computed at once.',
    [at('/cpu', 10), at('/cpu/pool', 10)],
    addsCpu,
  ],
  [
    'process-pool-adds-cpu',
    'CPU-bound Tasks',
    'The same of a pool of processes.',
    [at('/cpu', 10), at('/cpu/processes', 10)],
    addsCpu,
  ],
  [
    'queue-frees-the-loop',
    'CPU-bound Tasks',
    'A worker system like Celery gives real concurrency: others are served meanwhile.',
    [at('/cpu', 10), at('/cpu/queue', 10)],
    spares,
  ],
  [
    'queue-adds-cpu',
    'CPU-bound Tasks',
    'A worker system like Celery gives real concurrency: more is computed at once.',
    [at('/cpu', 10), at('/cpu/queue', 10)],
    addsCpu,
  ],
  [
    'async-for-queries',
    'Rules of Thumb',
    'Use async when doing database queries.',
    [at('/db/sync', 10), at('/db/async', 10)],
    isBetter,
  ],
  [
    'async-for-disk',
    'Rules of Thumb',
    'Use async when reading from disk (with a warm page cache).',
    [at('/disk/sync', 10), at('/disk/async', 10)],
    isBetter,
  ],
  [
    'async-for-http',
    'Rules of Thumb',
    'Use async when doing HTTP requests.',
    [at('/http/sync', 10), at('/http/async', 10)],
    isBetter,
  ],
  [
    'sync-for-legacy',
    'Rules of Thumb',
    "Use sync when you're dealing with legacy sync libraries (a blocking HTTP client, for a lone user).",
    [at('/http/sync', 1), at('/http/async', 1)],
    losesNothing,
  ],
  [
    'sync-when-cpu-bound',
    'Rules of Thumb',
    'Use sync when the logic is CPU-bound.',
    [at('/hash/sync', 10), at('/hash/async', 10)],
    losesNothing,
  ],
  [
    'sync-without-pressure',
    'Rules of Thumb',
    'Use sync when there is no concurrency pressure.',
    [at('/sync', 1), at('/async', 1)],
    losesNothing,
  ],
  [
    'async-has-a-cost',
    'When Not to Use Async',
    'Async has a cost where nothing waits.',
    [at('/noop/sync', 10), at('/noop/async', 10)],
    costsMore,
  ],
];

/** What the article claims, in its order. */
export const articleClaims: readonly Claim[] = [
  ...resultsTable,
  ...others.map(([id, place, sentence, needs, judge]) => ({ id, place, sentence, needs, judge })),
];
