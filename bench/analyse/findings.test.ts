import type { Cell } from '@headroom/contract/report.ts';
import { describe, expect, it } from 'vitest';
import { findings } from './findings.ts';
import { articleRecords } from './fixtures/records.ts';
import { summariseCell } from './summarise-cell.ts';

const [record] = articleRecords;
const plain = summariseCell([record as NonNullable<typeof record>], { declared: 1, observed: [1] }, 1);

/** A cell that serves about one request at a time, unless it says otherwise. */
const cell = (figures: Partial<Cell>): Cell => ({
  ...plain,
  vus: 10,
  censored: false,
  throughputRps: 10,
  idealThroughputRps: 40,
  effectiveConcurrency: { value: 1, bound: 'estimate', interval: null },
  loopUtilization: 0.2,
  ...figures,
});

describe('findings', () => {
  it('say that the ideal is met, even where about one request is in hand', () => {
    expect(findings([cell({ throughputRps: 40 })])[0]).toContain('meets the ideal');
    expect(findings([cell({})])[0]).toContain('serves one request at a time');
  });

  it('compare only with levels that gave as much', () => {
    const with1 = (throughputRps: number) => findings([cell({ vus: 1, throughputRps }), cell({})])[0];
    expect(with1(10)).toContain('no more than with 1');
    expect(with1(4)).not.toContain('no more than');
  });

  it('say first what failed, and nothing else of such a cell', () => {
    const failing = cell({ vus: 2, requests: 40, failedRequests: 3 });
    expect(findings([cell({ vus: 1 }), failing])).toEqual([
      'nest /sync: failed: 3 of 40 requests at 2 users.',
      expect.stringMatching(/a lone user gets .* cannot be told from levels that are unfit/),
    ]);
    const hopeless = cell({ requests: 40, failedRequests: 40, throughputRps: 0 });
    expect(findings([hopeless])).toEqual([
      'nest /sync: failed: 40 of 40 requests at 10 users: none was right.',
    ]);
  });

  it('tell who was not answered, instead of a wait that is nobody’s', () => {
    const starved = cell({
      users: { there: 10, answered: 3, fewestAnswers: 0, mostAnswers: 9 },
      warnings: [{ code: 'starved', message: '' }],
      impliedLatencySeconds: 1,
    });
    expect(findings([starved])[0]).toMatch(
      /7 of 10 users were not answered at all; with everybody served in turn each would wait 1.00 s/,
    );
  });
});
