import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerCount } from './answer-count.ts';

/** What is reported of answers at those instants, when the user still waits as the window ends. */
function reportsOf(answeredAt: readonly number[], windowEndsAt: number): number[] {
  const reports: number[] = [];
  const count = answerCount(windowEndsAt, 1, (answers) => reports.push(answers));
  for (const at of answeredAt) count.add(at);
  return reports;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('answerCount', () => {
  it('reports each answer of a slow service', () => {
    expect(reportsOf([101, 102.5, 104, 105.5], 110)).toEqual([1, 1, 1, 1]);
  });

  it('reports thousands of answers a second some times a second, and misses none of a steady service', () => {
    const answers = Array.from({ length: 9999 }, (_, i) => 100 + i / 1000);
    const reports = reportsOf(answers, 110);
    expect(reports.length).toBeLessThan(20);
    expect(sum(reports)).toBeGreaterThanOrEqual(9998);
  });

  it('reports the rest when told that no more will come', () => {
    const reports: number[] = [];
    const count = answerCount(200, 1, (answers) => reports.push(answers));
    for (const at of [100, 100.1, 100.2]) count.add(at);
    count.close();
    count.close();
    expect(reports).toEqual([1, 2]);
  });

  it('never reports more than there was, and misses less than a second of a user whom nobody answers any more', () => {
    const cycles = fc.array(fc.double({ min: 0.001, max: 3, noNaN: true }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(cycles, (waits) => {
        let now = 100;
        const answers = waits.map((wait) => {
          now += wait;
          return now;
        });
        const reported = sum(reportsOf(answers, 1000));
        const last = answers.at(-1) ?? 0;
        expect(reported).toBeLessThanOrEqual(answers.length);
        expect(answers.length - reported).toBeLessThanOrEqual(answers.filter((at) => at > last - 1).length);
      }),
    );
  });
});
