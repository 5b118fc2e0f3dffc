import type { Capacity } from '@headroom/contract/capacity.ts';
import { describe, expect, it } from 'vitest';
import { capacityRatios } from '../analyse/capacity-ratios.ts';
import { capacitySection } from './capacity-section.ts';

const sync: Capacity = {
  ...{ subject: 'nest', endpoint: '/sync', workload: 'sleep', strategy: 'sync', model: 'open' },
  slo: { percent: 95, seconds: 0.3 },
  ...{ held: 10, broke: 10.4, interval: { low: 9.8, high: 10.4 }, bound: 'bracket' },
  ...{ reason: 'p95 was 412 ms', throughputRps: 10, latencySeconds: 0.2 },
  ...{ subjectCpuSecondsPerRequest: 0.002, trials: 14 },
};
const async: Capacity = {
  ...sync,
  ...{ endpoint: '/async', strategy: 'async', held: 124, broke: 129 },
  interval: { low: 120, high: 129 },
};
const unknown = { held: null, broke: null, interval: { low: null, high: null } };
const section = (...all: Capacity[]) => capacitySection(all, capacityRatios(all));

describe('the capacities of a run', () => {
  it('are a table and a sentence that compares the strategies', () => {
    const shown = section(sync, async);
    expect(shown?.heading).toBe('Capacity at p95 ≤ 300 ms');
    expect(shown?.table?.rows[1]?.join(' | ')).toBe(
      'nest | /sync | 10.0 | 10.4 | 9.80 to 10.4 | 200 ms | 2.00 ms | 14 | p95 was 412 ms',
    );
    expect(shown?.lines[0]).toBe(
      'nest: /async carries 12.4 times as many requests per second as /sync (11.5 to 13.2) before p95 exceeds 300 ms.',
    );
    expect(capacitySection([], [])).toBeNull();
  });

  it('say at least where nothing is known of the other end', () => {
    const lower: Capacity = {
      ...async,
      ...{ broke: null, bound: 'lower', reason: 'it held up to the most' },
    };
    const lines = section(sync, { ...lower, interval: { low: 120, high: null } })?.lines;
    expect(lines?.[0]).toBe('nest /async: a lower bound, because it held up to the most.');
    expect(lines?.[1]).toContain('/async carries at least 12.4 times as many');
    expect(capacityRatios([{ ...sync, bound: 'lower' }, async])).toEqual([]);
  });

  it('say what not even the smallest load kept, and what is not known', () => {
    const never: Capacity = { ...sync, ...unknown, broke: 0.2, bound: 'upper', reason: 'too slow' };
    const lost: Capacity = { ...async, ...unknown, bound: 'unknown', reason: 'k6 was killed' };
    expect(section(never, lost)?.lines.slice(0, 2)).toEqual([
      'nest /sync: not even 0.20 requests per second hold (too slow).',
      'nest /async: not known. k6 was killed',
    ]);
  });

  it('count users in the closed model, and say what they ask for', () => {
    const closed: Capacity = { ...sync, model: 'closed', held: 12, broke: 13 };
    expect(section(closed)?.table?.rows[0]).toContain('rps there');
    expect(section(closed)?.table?.rows[1]?.slice(2, 4)).toEqual(['12', '13']);
  });
});
