import type { TrialRecord } from '@headroom/contract/records.ts';
import { cellSchema } from '@headroom/contract/report.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from './analyse.ts';
import { articleRecords, latencyBetween, recordOf, trialOf } from './fixtures/records.ts';

const planned = articleRecords.map(({ trial }) => trial);
const cellFrom = (records: TrialRecord[], endpoint: string, vus: number) =>
  analyse(records, planned).cells.find((cell) => cell.endpoint === endpoint && cell.vus === vus);
const warningsOf = (record: TrialRecord) =>
  analyse([record], [record.trial]).cells.flatMap(({ warnings }) => warnings.map(({ code }) => code));

describe('analyse', () => {
  it('says of a pool that it was granted one CPU', () => {
    const base = recordOf(trialOf('/cpu', 10), {});
    const pool = { ...base, trial: { ...base.trial, strategy: 'pool' as const } };
    const codes = (cpus: number | null, record: typeof base = pool) =>
      analyse([record], [record.trial], cpus).cells.flatMap(({ warnings }) =>
        warnings.map(({ code }) => code),
      );
    expect(codes(1)).toContain('one-cpu');
    expect(codes(2)).not.toContain('one-cpu');
    expect(codes(null)).not.toContain('one-cpu');
    expect(codes(1, base)).not.toContain('one-cpu');
  });

  it("puts the article's cells beside the measured ones", () => {
    const { articleTable } = analyse(articleRecords, planned);
    expect(
      articleTable.map(({ vus, strategy, measured, meaning }) => [
        vus,
        strategy,
        measured?.latencyIsImplied,
        meaning,
      ]),
    ).toEqual([
      [1, 'sync', false, 'nobody waits for another user'],
      [1, 'async', false, 'nobody waits for another user'],
      [10, 'sync', true, 'serves 1.0 at a time (11 % of the ideal)'],
      [10, 'async', false, 'nobody waits for another user'],
      [100, 'sync', true, 'serves 1.0 at a time (1 % of the ideal)'],
      [100, 'async', false, 'nobody waits for another user'],
    ]);
    expect(articleTable[4]?.measured?.latencySeconds).toBeCloseTo(99.85, 2);
  });

  it('says in words what was seen', () => {
    const { findings } = analyse(articleRecords, planned);
    expect(findings).toHaveLength(2);
    expect(findings[0]).toMatch(
      /nest \/sync: the event loop is blocked.*1\.00 requests per second at 100 users, no more than with 10, and 93 of 100 users were not answered at all; with everybody served in turn each would wait 99\.8 s.*stood still for 9\.90 s/,
    );
    expect(findings[1]).toMatch(
      /nest \/async: follows the ideal to within 0\.2 %, 86\.8 requests per second at 100 users/,
    );
  });

  it('does not depend on the order of the records', () => {
    const expected = analyse(articleRecords, planned);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...articleRecords], { minLength: articleRecords.length }),
        (records) => {
          expect(analyse(records, planned)).toEqual(expected);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('gives cells of the form that the contract fixes', () => {
    for (const cell of analyse(articleRecords, planned).cells) expect(cellSchema.parse(cell)).toEqual(cell);
  });

  it('takes the median over repeats, and the last record of a trial', () => {
    const records = [1, 2, 3].map((repeat) =>
      recordOf(trialOf('/async', 10, repeat), { requests: 200 + 30 * repeat }),
    );
    const again = recordOf(trialOf('/async', 10, 3), { requests: 240 });
    const [cell] = analyse([...records, again], []).cells;
    expect(cell).toMatchObject({ repeats: 3, throughputRps: 8, requests: 230 + 260 + 240 });
  });

  it('leaves failed requests out of throughput', () => {
    const failing = recordOf(trialOf('/async', 10), {
      requests: 260,
      failedRequests: 60,
      failures: { 'no-answer': 10, '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 50 },
    });
    const cell = cellFrom([failing], '/async', 10);
    expect(cell?.throughputRps).toBeCloseTo(200 / 30);
    expect(cell?.warnings.find(({ code }) => code === 'failed-requests')?.message).toContain(
      '10 no-answer, 50 5xx',
    );
  });

  it('knows no effective concurrency without a trial at one user', () => {
    const cell = cellFrom([recordOf(trialOf('/async', 10), { requests: 260 })], '/async', 10);
    expect(cell).toMatchObject({ effectiveConcurrency: null, warnings: [{ code: 'no-baseline' }] });
  });

  it('lets a cell that the generator limited take no part in the findings', () => {
    const limited = recordOf(trialOf('/cpu', 1), {
      generator: { cpuSeconds: 27, cpuShare: 0.9, droppedIterations: 0 },
    });
    expect(analyse([limited], []).findings).toEqual([
      'nest /cpu: nothing is said of the speed at 1 user (the generator was saturated).',
    ]);
    expect(warningsOf(limited)).toContain('generator-saturated');
  });

  it('warns of what a reader has to know', () => {
    const one = trialOf('/cpu', 1);
    expect(
      warningsOf(recordOf(one, { generator: { cpuSeconds: null, cpuShare: null, droppedIterations: 3 } })),
    ).toContain('dropped-iterations');
    expect(
      warningsOf(recordOf(one, { scrapes: { attempted: 30, answered: 28, slowestSeconds: 1 } })),
    ).toContain('scrapes-unanswered');
    expect(warningsOf(recordOf(one, { requests: 60, latency: latencyBetween(1, 1.004) }))).toContain(
      'unsettled',
    );
    const growing = Array.from({ length: 33 }, (_, i) => ({
      atSeconds: i + 1,
      answered: i * 10,
      medianLatencySeconds: 0.1,
    }));
    expect(warningsOf(recordOf(one, { series: growing }))).toContain('unsettled');
    const [cell] = analyse([recordOf(one, {})], [one, trialOf('/cpu', 1, 2)]).cells;
    expect(cell?.warnings.map(({ code }) => code)).toContain('repeats-missing');
  });

  it("leaves the article's table to runs of its own protocol", () => {
    const slow = articleRecords.map((record) => ({
      ...record,
      trial: { ...record.trial, declaredServiceSeconds: 0.2 },
    }));
    expect(
      analyse(
        slow,
        slow.map(({ trial }) => trial),
      ).articleTable,
    ).toEqual([]);
    const [one] = planned;
    expect(analyse(articleRecords, one ? [one] : []).articleTable).toHaveLength(1);
  });

  it('counts the users that have started, not those that are planned', () => {
    const start = { kind: 'spawn-rate', usersPerSecond: 1 } as const;
    const trial = { ...trialOf('/async', 100), durationSeconds: 5, start };
    // 6 users are there on average; each takes 1 s and thinks 0.15 s.
    const [cell] = analyse([recordOf(trial, { requests: 26 })], [trial]).cells;
    expect(cell?.impliedLatencySeconds).toBeCloseTo(6 / 5.2 - 0.15, 1);
    expect(cell).toMatchObject({ censored: false });
    expect(cell?.warnings.map(({ code }) => code)).toContain('ramp-unfinished');
  });

  it('says nothing of many users when there was one', () => {
    const lone = recordOf(trialOf('/sync', 1), {});
    expect(analyse([lone], [lone.trial]).findings).toEqual([
      expect.stringContaining('a lone user gets 0.87'),
    ]);
  });

  it('believes a service that is always busy with one request, whatever a lone user seemed to see', () => {
    const noisy = recordOf(trialOf('/cpu', 1), { requests: 150, latency: latencyBetween(0.058, 0.058) });
    const busy = recordOf(trialOf('/cpu', 10), {
      requests: 780,
      latency: latencyBetween(0.23, 0.24),
      subject: {
        latencyMeanSeconds: 0.0384,
        cpuSeconds: 30,
        longestStallSeconds: 0.2,
        loopUtilization: 1,
        idleResidentBytes: null,
        throttledSeconds: null,
        peakResidentBytes: 1,
      },
    });
    expect(analyse([noisy, busy], []).findings[0]).toContain('the event loop is blocked');
  });

  it('describes what is neither ideal nor one at a time', () => {
    const alone = recordOf(trialOf('/cpu', 1), { requests: 100, latency: latencyBetween(0.1, 0.1) });
    const some = recordOf(trialOf('/cpu', 10), { requests: 900, latency: latencyBetween(0.18, 0.19) });
    expect(analyse([alone, some], []).findings[0]).toMatch(
      /30\.0 requests per second at 10 users, 2.\.. % below a server that never queues\. It serves about 3\.0 requests at a time/,
    );
  });

  it('tells a lone user who is measured from one who is there to learn the service time by', () => {
    const lone = trialOf('/async', 1);
    const baseline = { ...lone, trialId: 'nest-async-1vu-baseline', baseline: true };
    for (const records of [
      [lone, baseline],
      [baseline, lone],
    ]) {
      const { cells, baselines } = analyse(
        records.map((trial) => recordOf(trial, {})),
        records,
      );
      expect([cells, baselines].map(({ length }) => length)).toEqual([1, 1]);
    }
  });

  it('survives a cell without an answer', () => {
    const silent = recordOf(trialOf('/sync', 10), { requests: 0, latency: null });
    const { cells, articleTable, findings } = analyse([silent], [silent.trial]);
    expect(cells[0]).toMatchObject({ throughputRps: 0, latencySeconds: null, impliedLatencySeconds: null });
    expect(articleTable[0]?.meaning).toBe('nothing was answered inside the window');
    expect(findings).toEqual([]);
  });

  it('says of a plan that grew which cells are still not known well enough', () => {
    const growth = { kind: 'until-stable', targetShare: 0.05, budgetSeconds: 60 } as const;
    const repeats = (count: number) =>
      Array.from({ length: count }, (_, i) => recordOf(trialOf('/async', 10, i + 1), { requests: 260 }));
    const marks = (count: number) =>
      analyse(
        repeats(count),
        repeats(count).map(({ trial }) => trial),
        1,
        growth,
      ).cells.flatMap(({ warnings }) => warnings.map(({ code }) => code));
    expect(marks(3)).toContain('imprecise');
    expect(marks(6)).not.toContain('imprecise');
  });
});
