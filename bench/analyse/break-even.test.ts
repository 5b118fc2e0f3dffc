import { describe, expect, it } from 'vitest';
import { breakEvens } from './break-even.ts';
import { articleRecords } from './fixtures/records.ts';
import { summariseCell } from './summarise-cell.ts';

const [record] = articleRecords;
const plain = summariseCell([record as NonNullable<typeof record>], { declared: 1, observed: [1] }, 1);
const cell = (endpoint: string, mean: number, throughputRps = 50) => ({
  ...plain,
  endpoint,
  vus: 10,
  censored: false,
  throughputRps,
  latencySeconds: { mean, p50: null, p95: null, p99: null, max: mean },
});
const pair = (delay: string, sync: number, async: number) => [
  cell(`/sync?delay=${delay}`, sync),
  cell(`/async?delay=${delay}`, async),
];

describe('breakEvens', () => {
  it('finds the wait between the last at which async does not pay and the first from which it does', () => {
    const cells = [
      ...pair('0.02', 0.09, 0.02),
      ...pair('0.005', 0.006, 0.0055),
      ...pair('0.01', 0.0175, 0.0105),
      cell('/sync?delay=0.02&sigma=1', 9),
    ];
    expect(breakEvens(cells)).toMatchObject([
      { subject: plain.subject, vus: 10, paysFromSeconds: 0.01, notAtSeconds: 0.005 },
    ]);
    expect(breakEvens(cells)[0]?.waits.map(({ waitSeconds }) => waitSeconds)).toEqual([0.005, 0.01, 0.02]);
  });

  it('takes a wait for one where async pays only if it does at every longer one too', () => {
    const cells = [
      ...pair('0.002', 0.01, 0.002),
      ...pair('0.005', 0.006, 0.0055),
      ...pair('0.01', 0.02, 0.01),
    ];
    expect(breakEvens(cells)[0]).toMatchObject({ paysFromSeconds: 0.01, notAtSeconds: 0.005 });
  });

  it('says so when it pays at none, or at each', () => {
    expect(breakEvens([...pair('0.001', 1, 1), ...pair('0.002', 1, 1)])[0]?.paysFromSeconds).toBeNull();
    expect(breakEvens([...pair('0.1', 5, 1), ...pair('0.2', 5, 1)])[0]).toMatchObject({
      paysFromSeconds: 0.1,
      notAtSeconds: null,
    });
  });

  it('has nothing to say of a run without a sweep', () => {
    expect(breakEvens([plain, ...pair('0.1', 5, 1)])).toEqual([]);
  });
});
