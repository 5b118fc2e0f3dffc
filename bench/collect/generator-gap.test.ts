import { describe, expect, it } from 'vitest';
import type { Sample } from '../runtime/trial-outcome.ts';
import { demandNoGap, signsIn } from './generator-gap.ts';

/** The load lasts from 100 to 110 s; what k6 writes begins before it. */
const load = { from: 100, to: 110 };
const head = [
  '{"event":"param","data":{"aggregates":{"trend":["avg"]}}}',
  '{"event":"metric","data":{"time":{}}}',
];
const line = (event: string) => (atSeconds: number) => JSON.stringify({ event, data: [[atSeconds * 1000]] });

const series = (snapshots: readonly number[], stop?: number): string[] => [
  ...head,
  line('start')(98.1),
  ...snapshots.map(line('snapshot')),
  ...(stop === undefined ? [] : [line('stop')(stop)]),
];
const everySecond = (from: number, to: number): number[] =>
  Array.from({ length: Math.floor(to - from) + 1 }, (_, i) => from + i);

/** A look a second, at a k6 that uses that share of a CPU. */
const looks = (share: number | null): Sample[] =>
  everySecond(98.4, 116.4).map((atSeconds) => ({
    atSeconds,
    generatorCpuSeconds: share === null ? null : 3 + share * (atSeconds - 98.4),
    othersCpuSeconds: null,
    usage: null,
    ...{ asked: false, metrics: null, scrapeSeconds: null },
  }));

const demand =
  (lines: readonly string[], samples: readonly Sample[] = looks(0)) =>
  () =>
    demandNoGap(signsIn(lines), load, samples);

describe('a generator', () => {
  it.each([
    ['that writes each second', [...everySecond(99.1, 110.1)]],
    [
      'that writes a little early and late',
      [99.1, 100.3, 101, 102.2, 103.1, 104.6, 105.1, ...everySecond(106.1, 110.1)],
    ],
    [
      'that is late by a second on a busy machine',
      [...everySecond(99.1, 104.1), ...everySecond(106.5, 110.5)],
    ],
    ['that began slowly, before the load', everySecond(99.9, 110.9)],
    ['that was ended before it wrote', []],
  ])('%s has no gap', (_, snapshots) => {
    expect(demand(series(snapshots))).not.toThrow();
  });

  it('that wrote nothing at all has none', () => {
    expect(demand([])).not.toThrow();
  });

  it.each([
    [
      'in the middle',
      [...everySecond(99.1, 103.1), ...everySecond(108.4, 110.4)],
      undefined,
      /5\.3 s, from 3\.1 s after/,
    ],
    ['at its beginning', everySecond(104.1, 110.1), undefined, /6\.0 s, from 0\.0 s after/],
    ['at its end', everySecond(99.1, 109.1), 114.2, /5\.1 s, from 9\.1 s after/],
  ])('that stood still %s of the load has one', (_, snapshots, stop, message) => {
    expect(demand(series(snapshots, stop))).toThrow(
      expect.objectContaining({ code: 'BENCH_GENERATOR_STOPPED', message: expect.stringMatching(message) }),
    );
  });

  it('has its longest gap named', () => {
    const twice = [...everySecond(99.1, 101.1), ...everySecond(104.1, 105.1), ...everySecond(109.1, 110.1)];
    expect(demand(series(twice))).toThrow(/no sign for 4\.0 s, from 5\.1 s/);
  });

  it('that was at work is late with its accounts, and is told from one that was not seen', () => {
    const late = series([...everySecond(99.1, 103.1), ...everySecond(107.1, 110.1)]);
    expect(demand(late, looks(0.9))).not.toThrow();
    expect(demand(late, looks(0.05))).toThrow(/stood still/);
    expect(demand(late, looks(null))).toThrow(/stood still/);
    expect(demand(late, [])).toThrow(/stood still/);
  });

  it('that writes less often, as in a long load, is not late for that', () => {
    const sparse = [
      '{"event":"param","data":{"period":3000,"aggregates":{"trend":["avg"]}}}',
      ...series([101.1, 104.1, 107.1, 110.1]).slice(1),
    ];
    expect(demand(sparse)).not.toThrow();
    expect(demand(series([101.1, 104.1, 107.1, 110.1]))).toThrow(/expected one every 1 s/);
    expect(demand(sparse.filter((one) => !one.includes('104100')))).toThrow(
      /6\.0 s, .*expected one every 3 s/,
    );
  });

  it('is not judged by what it did after the load', () => {
    expect(demand(series(everySecond(99.1, 110.1), 119))).not.toThrow();
  });
});
