import { describe, expect, it } from 'vitest';
import { flagSource } from '../cli/flags.ts';
import { loadConfig } from './load-config.ts';

const gatesOf = (...gates: string[]) => loadConfig([flagSource({ gate: gates })]).gates;

describe('a gate', () => {
  it('is a metric and the worst ratio that passes', () => {
    expect(gatesOf('throughput:-5%', 'p99:+10%', 'cpu:+2.5 %', 'memory:+0%')).toEqual([
      { text: 'throughput:-5%', metric: 'throughput', limit: 0.95 },
      { text: 'p99:+10%', metric: 'p99', limit: 1.1 },
      { text: 'cpu:+2.5 %', metric: 'cpu', limit: 1.025 },
      { text: 'memory:+0%', metric: 'memory', limit: 1 },
    ]);
  });

  it.each([
    ['p90:+10%', /expected a metric \(throughput, mean, p50.*as throughput:-5% or p99:\+10%/],
    ['throughput:5%', /expected a metric/],
    ['throughput:-5', /expected a metric/],
    ['', /expected a metric/],
    ['throughput:-100%', /expected less than 100 %/],
    ['throughput:+5%', /expected throughput:-5%, because less of it is worse/],
    ['p99:-10%', /expected p99:\+10%, because more of it is worse/],
  ])('is refused as %j with what was expected', (text, message) => {
    expect(() => gatesOf(text)).toThrow(
      expect.objectContaining({ code: 'BENCH_CONFIG_INVALID', message: expect.stringMatching(message) }),
    );
    expect(() => gatesOf(text)).toThrow(JSON.stringify(text));
  });
});
