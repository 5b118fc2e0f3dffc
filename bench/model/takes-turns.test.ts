import { describe, expect, it } from 'vitest';
import { classify } from './classify.ts';
import { seenFromOutside } from './fixtures/simulated-figures.ts';
import type { LevelFigures } from './level-figures.ts';

/** Levels of a server with five places, 100 ms each, of which most answers are as quick as alone. */
const level = (users: number, figures: Partial<LevelFigures> = {}): LevelFigures => {
  const throughputRps = Math.min(users, 5) * 10;
  const latency = {
    meanSeconds: users / throughputRps,
    meanInterval: null,
    p50Seconds: 0.1,
    p95Seconds: null,
    maxSeconds: 2,
  };
  return {
    ...seenFromOutside,
    users,
    throughputRps,
    throughputInterval: null,
    completions: throughputRps * 10,
    windowSeconds: 10,
    latency,
    censored: false,
    unsettled: false,
    ...figures,
  };
};
const others = [2, 4, 8, 16, 32].map((users) => level(users));
const alone = (meanSeconds: number, p50Seconds: number) =>
  level(1, { latency: { meanSeconds, meanInterval: null, p50Seconds, p95Seconds: null, maxSeconds: 0.4 } });
const classOf = (lone: LevelFigures) =>
  classify({ levels: [lone, ...others], thinkSeconds: 0, subjectCpus: null });

describe('most answers as quick as alone, and the rest long in coming', () => {
  it('is a pool whose places take several requests of a connection in a row, where a lone user meets nothing', () => {
    const { classification, concurrency, evidence } = classOf(alone(0.1, 0.1));
    expect(classification).toBe('pool');
    expect(concurrency?.value).toBe(5);
    expect(evidence.join(' ')).toMatch(/several requests of a connection in a row/);
  });

  it('is a lock, where he spends a part of his time in it', () => {
    expect(classOf(alone(0.1, 0.085)).classification).toBe('contended');
  });
});
