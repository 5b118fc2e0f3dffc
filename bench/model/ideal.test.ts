import type { Trial } from '@headroom/contract/records.ts';
import { describe, expect, it } from 'vitest';
import { flagSource } from '../cli/flags.ts';
import { loadConfig } from '../config/load-config.ts';
import { planTrials } from '../plan/plan-trials.ts';
import { idealThroughput } from './ideal.ts';

const ideal = (options: Record<string, unknown>) => {
  const config = loadConfig([flagSource({ endpoint: '/async', vus: '1,100', order: 'listed', ...options })]);
  const trial = planTrials(config).trials.find(({ vus }) => vus === 100) as Trial;
  return idealThroughput(trial, 1);
};

describe('idealThroughput', () => {
  it('is N/(S + Z) once the start is over', () => {
    expect(ideal({})).toBeGreaterThan(86.9);
    expect(ideal({})).toBeLessThan(87.1);
  });

  it('holds the start where the window does: the values of docs/methodology.md', () => {
    expect(ideal({ warmup: '0s' })).toBeCloseTo(84.1, 0);
    expect(ideal({ warmup: '0s', spawnRate: 10 })).toBeCloseTo(71.4, 0);
    expect(ideal({ warmup: '0s', spawnRate: 5 })).toBeCloseTo(57, 0);
    expect(ideal({ warmup: '0s', spawnRate: 1 })).toBeCloseTo(13.1, 0);
  });

  it('is N/(S + Z) of users who were there before, however short the warm-up and whenever they began', () => {
    const config = loadConfig([flagSource({ endpoint: '/async', vus: '10', order: 'listed', warmup: '1s' })]);
    const trial = planTrials(config).trials.find(({ vus }) => vus === 10) as Trial;
    const goesOn = {
      ...{ ...trial, durationSeconds: 2, continues: 'nest-async-5vu-r1' },
      start: { kind: 'staggered', overSeconds: 0 } as const,
    };
    expect(idealThroughput(goesOn, 1)).toBeCloseTo(10 / 1.15, 6);
  });

  it('does not simulate what is steady all along, however many requests that is', () => {
    const config = loadConfig([
      {
        origin: '',
        options: { endpoint: '/noop/sync', vus: 50, thinkTime: { min: 0, max: 0 } },
        spell: String,
      },
    ]);
    const trial = planTrials(config).trials.find(({ vus }) => vus === 50) as Trial;
    // Either side of a thousand cycles in the window of 30 s.
    for (const serviceSeconds of [0.0299, 0.0301]) {
      const steady = 50 / serviceSeconds;
      expect(Math.abs(idealThroughput(trial, serviceSeconds) / steady - 1)).toBeLessThan(0.001);
    }
    expect(idealThroughput(trial, 1e-9)).toBeCloseTo(5e10, -1);
  });

  it('has no bound where nothing takes time', () => {
    const [trial] = planTrials(
      loadConfig([
        { origin: '', options: { endpoint: '/noop/sync', thinkTime: { min: 0, max: 0 } }, spell: String },
      ]),
    ).trials;
    expect(idealThroughput(trial as Trial, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});
