import { describe, expect, it } from 'vitest';
import { answerColumns } from './answer-columns.ts';

describe('answerColumns', () => {
  const many = (count: number, from = 0) =>
    Array.from({ length: count }, (_, i) => [from + i, from + i + 0.5, 0.5, 200]).flat();

  it('holds more than it began with, in order', () => {
    const columns = answerColumns();
    for (let i = 0; i < 3; i++) columns.push(many(1000, 1000 * i));
    const all = columns.filter(() => true);
    expect(all).toHaveLength(3000);
    expect(all[2500]).toEqual({ askedAt: 2500, endedAt: 2500.5, seconds: 0.5, status: 200 });
  });

  it('finds what ended of late, also where it was told of late', () => {
    const columns = answerColumns();
    columns.push(many(100));
    columns.push([90, 97.2, 7.2, 200]);
    const found = columns.filterBetween(97, 98, ({ endedAt }) => endedAt >= 97 && endedAt < 98);
    expect(found.map(({ endedAt }) => endedAt)).toEqual([97.5, 97.2]);
    expect(columns.filterBetween(10, 12, ({ endedAt }) => endedAt >= 10 && endedAt < 12)).toHaveLength(2);
  });

  it('lets go of what ended before', () => {
    const columns = answerColumns();
    columns.push(many(10));
    columns.forgetBefore(7);
    columns.push(many(1, 20));
    expect(columns.filter(() => true).map(({ askedAt }) => askedAt)).toEqual([7, 8, 9, 20]);
    const seen: number[][] = [];
    columns.forEach((...one) => {
      seen.push(one);
    });
    expect(seen.at(-1)).toEqual([20.5, 0.5, 200]);
    expect(seen).toHaveLength(4);
  });
});
