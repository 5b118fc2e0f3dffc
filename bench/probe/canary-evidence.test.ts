import { describe, expect, it } from 'vitest';
import { canaryEvidence } from './canary-evidence.ts';

const seen = (value: number, bound: 'estimate' | 'lower' = 'estimate') => ({
  classification: 'pool' as const,
  serviceTimeSeconds: 0.1,
  bystander: {
    url: 'http://127.0.0.1:3000/ping',
    atRestSeconds: 0.001,
    worst: { load: '8 users', p50Seconds: { value, bound }, times: value / 0.001 },
  },
});

describe('canary requests', () => {
  it('that wait with the others tell of a loop or its workers', () => {
    expect(canaryEvidence(seen(0.405)).join()).toMatch(
      /1\.0 ms at rest and 405 ms beside 8 users.*event loop/,
    );
    expect(canaryEvidence(seen(0.405, 'lower')).join()).toMatch(/at least 405 ms/);
  });

  it('that pass by tell of something that only these requests use', () => {
    expect(canaryEvidence(seen(0.0012)).join()).toMatch(/pass by.*a lock or a pool of their own/);
  });

  it('tell nothing in between, where nobody waits, and where there are none', () => {
    expect(canaryEvidence(seen(0.004))).toEqual([]);
    expect(canaryEvidence({ ...seen(0.405), classification: 'scales' })).toEqual([]);
    expect(canaryEvidence({ ...seen(0.405), bystander: null })).toEqual([]);
  });
});
