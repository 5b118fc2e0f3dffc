import type { Cell } from '@headroom/contract/report.ts';
import { describe, expect, it } from 'vitest';
import { articleRecords } from '../analyse/fixtures/records.ts';
import { summariseCell } from '../analyse/summarise-cell.ts';
import { articleClaims } from './article-claims.ts';
import { judgeClaims } from './judge-claims.ts';

const [record] = articleRecords;
const plain = summariseCell([record as NonNullable<typeof record>], { declared: 1, observed: [1] }, 1);
/** Endpoints that only FastAPI has. */
const nodeless = ['/blocking', '/cpu/processes'];
const oneCpu = { subjectCpus: 1 };
const twoCpus = { subjectCpus: 2 };

/** A cell with the figures that a rule looks at; median of bystanders in seconds. */
function cell(endpoint: string, vus: number, figures: Partial<Cell> & { bystanders?: number }): Cell {
  const { bystanders, ...rest } = figures;
  const bystander =
    bystanders === undefined
      ? null
      : {
          sent: 100,
          failed: 0,
          unanswered: 0,
          p50Seconds: { value: bystanders, bound: 'estimate' as const },
          p95Seconds: null,
        };
  const subject = nodeless.includes(endpoint) ? 'fastapi' : 'nest';
  return { ...plain, subject, endpoint, vus, censored: false, bystander, repeats: 3, ...rest };
}

const mean = (seconds: number) => ({
  latencySeconds: { mean: seconds, p50: null, p95: null, p99: null, max: seconds },
});

/** For each claim, cells under which it holds, and cells under which it does not. */
const fixtures: Record<string, { holds: Cell[]; fails: Cell[]; verdict?: string; cpus?: number }> = {
  'table-sync-1': row('/sync', 1, [1, 0.87], [2, 0.5]),
  'table-async-1': row('/async', 1, [1, 0.87], [1, 2]),
  'table-sync-10': row('/sync', 10, [10, 1], [1, 8.7]),
  'table-async-10': row('/async', 10, [1, 8.7], [2, 4.6]),
  'table-sync-100': row('/sync', 100, [99.8, 1], [2.4, 39]),
  'table-async-100': row('/async', 100, [1.3, 69], [1, 86.8]),
  'sync-degrades': degrading('/sync'),
  'blocking-in-async-degrades': degrading('/blocking'),
  'async-holds-up': {
    holds: [cell('/async', 100, { throughputRps: 86, idealThroughputRps: 87 })],
    fails: [cell('/async', 100, { throughputRps: 40, idealThroughputRps: 87 })],
  },
  'seventy-by-spawn-rate': {
    holds: [cell('/async', 100, { throughputRps: 86.8, idealThroughputRps: 86.9, serviceSeconds: 1 })],
    fails: [cell('/async', 100, { throughputRps: 40, idealThroughputRps: 86.9, serviceSeconds: 1 })],
  },
  'async-fewer-resources': {
    holds: [using('/sync', 1, 90, 0.005), using('/async', 87, 100, 0.0004)],
    fails: [using('/sync', 39, 90, 0.001), using('/async', 40, 100, 0.001)],
  },
  'cpu-freezes': {
    holds: [cell('/cpu', 10, { bystanders: 0.3 })],
    fails: [cell('/cpu', 10, { bystanders: 0.001 })],
  },
  'thread-pool-frees-the-loop': {
    holds: [cell('/cpu', 10, { bystanders: 0.3 }), cell('/cpu/pool', 10, { bystanders: 0.002 })],
    fails: [cell('/cpu', 10, { bystanders: 0.3 }), cell('/cpu/pool', 10, { bystanders: 0.28 })],
  },
  'thread-pool-adds-cpu': adding('/cpu/pool'),
  'process-pool-adds-cpu': adding('/cpu/processes'),
  'queue-frees-the-loop': {
    holds: [cell('/cpu', 10, { bystanders: 0.3 }), cell('/cpu/queue', 10, { bystanders: 0.002 })],
    fails: [cell('/cpu', 10, { bystanders: 0.3 }), cell('/cpu/queue', 10, { bystanders: 0.28 })],
  },
  'queue-adds-cpu': adding('/cpu/queue'),
  'async-for-queries': {
    holds: [
      cell('/db/sync', 10, { throughputRps: 10, bystanders: 0.9 }),
      cell('/db/async', 10, { throughputRps: 40, bystanders: 0.001 }),
    ],
    fails: [
      cell('/db/sync', 10, { throughputRps: 40, bystanders: 0.001 }),
      cell('/db/async', 10, { throughputRps: 10, bystanders: 0.001 }),
    ],
  },
  'async-for-disk': {
    holds: [
      cell('/disk/sync', 10, { throughputRps: 60 }),
      cell('/disk/async', 10, { throughputRps: 90 }),
    ].map((one) => ({ ...one, bystander: cell('', 1, { bystanders: 0.001 }).bystander })),
    fails: [
      cell('/disk/sync', 10, { throughputRps: 60, bystanders: 0.001 }),
      cell('/disk/async', 10, { throughputRps: 30, bystanders: 0.001 }),
    ],
  },
  'async-for-http': {
    holds: [
      cell('/http/sync', 10, { throughputRps: 18, bystanders: 0.4 }),
      cell('/http/async', 10, { throughputRps: 49, bystanders: 0.001 }),
    ],
    fails: [
      cell('/http/sync', 10, { throughputRps: 49, bystanders: 0.001 }),
      cell('/http/async', 10, { throughputRps: 18, bystanders: 0.001 }),
    ],
  },
  'sync-for-legacy': {
    holds: [using('/http/sync', 5, 90, 0.002, 1), using('/http/async', 5, 90, 0.002, 1)],
    fails: [using('/http/sync', 2, 90, 0.002, 1), using('/http/async', 5, 90, 0.002, 1)],
  },
  'sync-when-cpu-bound': {
    holds: [using('/hash/sync', 25, 90, 0.04), using('/hash/async', 25, 90, 0.04)],
    fails: [using('/hash/sync', 25, 90, 0.04), using('/hash/async', 50, 90, 0.04)],
    cpus: 2,
  },
  'sync-without-pressure': {
    holds: [using('/sync', 0.87, 90, 0.01, 1), using('/async', 0.87, 90, 0.01, 1)],
    fails: [using('/sync', 0.4, 90, 0.01, 1), using('/async', 0.87, 90, 0.01, 1)],
  },
  'async-has-a-cost': {
    holds: [using('/noop/sync', 66, 90, 0.0001), using('/noop/async', 66, 90, 0.0002)],
    fails: [using('/noop/sync', 66, 90, 0.0001), using('/noop/async', 66, 90, 0.00011)],
  },
};

function row(endpoint: string, vus: number, fits: [number, number], off: [number, number]) {
  const as = ([seconds, throughputRps]: [number, number]) => [
    cell(endpoint, vus, { throughputRps, ...mean(seconds) }),
  ];
  return { holds: as(fits), fails: as(off) };
}

function degrading(endpoint: string) {
  const pair = (few: [number, number], many: [number, number]) => [
    cell(endpoint, 10, { throughputRps: few[0], ...mean(few[1]) }),
    cell(endpoint, 100, { throughputRps: many[0], ...mean(many[1]) }),
  ];
  return { holds: pair([1, 9.85], [1, 99.8]), fails: pair([8.7, 1], [39, 2.4]) };
}

function adding(endpoint: string) {
  const subject = nodeless.includes(endpoint) ? 'fastapi' : 'nest';
  const pair = (throughputRps: number) => [
    cell('/cpu', 10, { throughputRps: 27, subject }),
    cell(endpoint, 10, { throughputRps }),
  ];
  return { holds: pair(52), fails: pair(27), cpus: 2 };
}

function using(
  endpoint: string,
  throughputRps: number,
  mebibytes: number,
  cpuSeconds: number,
  vus?: number,
): Cell {
  return cell(endpoint, vus ?? (endpoint.startsWith('/hash') || endpoint.startsWith('/noop') ? 10 : 100), {
    throughputRps,
    peakResidentBytes: mebibytes * 1024 * 1024,
    subjectCpuSecondsPerRequest: cpuSeconds,
  });
}

const verdictOf = (id: string, cells: readonly Cell[], cpus = 1) =>
  judgeClaims(cells, { subjectCpus: cpus }, true).find((claim) => claim.id === id);

describe('every claim of the article', () => {
  it.each(articleClaims.map(({ id }) => id))('%s holds on some figures and fails on others', (id) => {
    const fixture = fixtures[id];
    if (!fixture) throw new Error(`no fixture for ${id}`);
    expect(verdictOf(id, fixture.holds, fixture.cpus)).toMatchObject({
      verdict: 'holds',
      provisional: false,
    });
    expect(verdictOf(id, fixture.fails, fixture.cpus)).toMatchObject({ verdict: 'does not hold' });
  });

  it('depends where there is one CPU for all threads', () => {
    expect(verdictOf('thread-pool-adds-cpu', fixtures['thread-pool-adds-cpu']?.holds ?? [])).toMatchObject({
      verdict: 'depends',
      reason: expect.stringContaining('second CPU'),
    });
  });
});

describe('judgeClaims', () => {
  it('marks a verdict from one repeat as provisional', () => {
    const once = cell('/async', 100, { throughputRps: 86, idealThroughputRps: 87, repeats: 1 });
    expect(verdictOf('async-holds-up', [once])).toMatchObject({ verdict: 'holds', provisional: true });
  });

  it.each([
    ['the run has no /sync at 100 users', [cell('/sync', 10, {})]],
    [
      '3 requests failed in /sync at 10 users',
      [cell('/sync', 10, { failedRequests: 3 }), cell('/sync', 100, {})],
    ],
    [
      'the generator was saturated in /sync at 100 users',
      [cell('/sync', 10, {}), cell('/sync', 100, { generatorCpuShare: 0.9 })],
    ],
  ])('says why it cannot judge: %s', (reason, cells) => {
    expect(verdictOf('sync-degrades', cells)).toMatchObject({ verdict: 'not measured', reason });
  });

  it('judges each subject by its own cells', () => {
    const [few, many] = degrading('/sync').holds as [Cell, Cell];
    const [fewer, more] = degrading('/sync').fails.map((one) => ({ ...one, subject: 'fastapi' })) as [
      Cell,
      Cell,
    ];
    const verdicts = judgeClaims([few, many, fewer, more], twoCpus, false).filter(
      ({ id }) => id === 'sync-degrades',
    );
    expect(verdicts.map(({ subject, verdict }) => [subject, verdict])).toEqual([
      ['nest', 'holds'],
      ['fastapi', 'does not hold'],
    ]);
  });

  it('asks no subject about what it does not serve', () => {
    const cells = [cell('/cpu', 10, {}), cell('/disk/sync', 10, {})];
    const asked = judgeClaims(cells, oneCpu, true).filter(({ subject }) => subject === 'nest');
    expect(asked.map(({ id }) => id)).toContain('async-for-disk');
    expect(asked.map(({ id }) => id)).not.toContain('blocking-in-async-degrades');
  });

  it('lists what it cannot judge only when it is asked to', () => {
    const cells = [cell('/async', 100, { throughputRps: 86, idealThroughputRps: 87 })];
    expect(judgeClaims(cells, oneCpu, false).every(({ verdict }) => verdict !== 'not measured')).toBe(true);
    const judged = judgeClaims(cells, oneCpu, true);
    expect(judged.find(({ id }) => id === 'queue-adds-cpu')).toMatchObject({
      verdict: 'not measured',
      reason: 'the run has no /cpu at 10 users and no /cpu/queue at 10 users',
    });
  });

  it('asks a subject of several processes only about what was measured of it', () => {
    const cells = [cell('/async', 100, { subject: 'nest-cluster' })];
    expect(new Set(judgeClaims(cells, oneCpu, true).flatMap(({ id }) => id))).toEqual(
      new Set(['table-async-100', 'async-holds-up', 'seventy-by-spawn-rate']),
    );
  });
});
