import { describe, expect, it } from 'vitest';
import { bystanderOf, quantileOfSent } from './bystander.ts';
import { latencyBetween, recordOf, trialOf } from './fixtures/records.ts';

const seen = { sent: 100, failed: 0, answered: 100, latency: latencyBetween(0, 1) };

describe('quantileOfSent', () => {
  it('is that of the answers when all were answered', () => {
    expect(quantileOfSent(seen, 50, 5)).toEqual({ value: expect.closeTo(0.5, 2), bound: 'estimate' });
  });

  it('counts those without an answer as slower than any other', () => {
    const some = { ...seen, sent: 125 };
    // Rank 62.5 of 125 is rank 62.5 of the 100 that were answered.
    expect(quantileOfSent(some, 50, 5)).toEqual({ value: expect.closeTo(0.625, 2), bound: 'estimate' });
  });

  it('gives a lower bound when it lies among them', () => {
    const none = { sent: 50, failed: 0, answered: 0, latency: null };
    // The youngest 25 of 50, sent five a second, have waited for 5 s at the least.
    expect(quantileOfSent(none, 50, 5)).toEqual({ value: 5, bound: 'lower' });
    // The youngest 46 of the 80 have waited for up to 9.2 s, and 4 answers took no longer.
    const few = { sent: 100, failed: 0, answered: 20, latency: latencyBetween(9, 10) };
    expect(quantileOfSent(few, 50, 5)).toEqual({ value: expect.closeTo(9.2, 5), bound: 'lower' });
  });

  it('leaves failed requests out, and says nothing of too few', () => {
    expect(quantileOfSent({ ...seen, sent: 120, failed: 20 }, 50, 5)?.value).toBeCloseTo(0.5, 2);
    expect(quantileOfSent({ ...seen, answered: 90, sent: 90 }, 95, 5)).toBeNull();
  });
});

describe('bystanderOf', () => {
  it('is none where there were none', () => {
    expect(bystanderOf([recordOf(trialOf('/sync', 10), {})])).toBeNull();
  });

  it('is known where the median lies among the trials that know theirs', () => {
    const trial = { ...trialOf('/sync', 10), bystandersPerSecond: 5 };
    const answered = recordOf(trial, { bystander: seen });
    const blocked = recordOf(trial, { bystander: { sent: 100, failed: 0, answered: 0, latency: null } });
    expect(bystanderOf([answered, answered, blocked])?.p50Seconds).toEqual({
      value: expect.closeTo(0.5, 2),
      bound: 'estimate',
    });
  });

  it('sums counts, takes the median of quantiles, and is a bound where it may lie among bounds', () => {
    const trial = { ...trialOf('/sync', 10), bystandersPerSecond: 5 };
    const answered = recordOf(trial, { bystander: seen });
    const blocked = recordOf(trial, { bystander: { sent: 100, failed: 0, answered: 0, latency: null } });
    expect(bystanderOf([answered, blocked])).toEqual({
      sent: 200,
      failed: 0,
      unanswered: 100,
      p50Seconds: { value: expect.closeTo(5.25, 2), bound: 'lower' },
      p95Seconds: { value: expect.any(Number), bound: 'lower' },
    });
  });
});
