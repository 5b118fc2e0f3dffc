import { describe, expect, it } from 'vitest';
import { classify } from './classify.ts';
import { seenFromOutside } from './fixtures/simulated-figures.ts';
import type { LevelFigures } from './level-figures.ts';

const thinkSeconds = 0.1;
const aloneSeconds = 0.02;

/** Of four places, each of which keeps its connection. */
const level = (users: number, latencySeconds = aloneSeconds): LevelFigures => {
  const served = Math.min(users, 4);
  const throughputRps = served / (latencySeconds + thinkSeconds);
  const each = Math.round(throughputRps * 10) / served;
  return {
    ...seenFromOutside,
    users,
    throughputRps,
    throughputInterval: null,
    completions: throughputRps * 10,
    windowSeconds: 10,
    latency: {
      meanSeconds: latencySeconds,
      meanInterval: null,
      p50Seconds: latencySeconds,
      p95Seconds: null,
      maxSeconds: 1.1 * latencySeconds,
    },
    censored: users > served,
    unsettled: false,
    answersPerUser: [
      ...Array.from({ length: users - served }, () => 0),
      ...Array.from({ length: served }, () => each),
    ],
    starvedUsers: users - served,
  };
};

describe('places that keep their connections', () => {
  it('are as many as the users who are answered, whatever these think meanwhile', () => {
    const { classification, concurrency, kneeUsers, evidence } = classify({
      levels: [1, 2, 4, 8, 16].map((users) => level(users)),
      thinkSeconds,
      subjectCpus: null,
    });
    expect(classification).toBe('pool');
    expect(concurrency?.value).toBe(4);
    expect(kneeUsers).toBeCloseTo(4, 1);
    expect(evidence.join(' ')).toMatch(/12 of 16 are not answered at all.*keeps its connection/);
  });

  it('are none where those who are served wait as well', () => {
    const levels = [level(1), level(2), level(4), level(8, 0.2), level(16, 0.4)];
    const { evidence } = classify({ levels, thinkSeconds, subjectCpus: null });
    expect(evidence.join(' ')).not.toMatch(/keeps its connection/);
  });
});
