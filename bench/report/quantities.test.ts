import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatRate, formatSeconds, formatShare } from './quantities.ts';

const powers = Array.from({ length: 22 }, (_, i) => Number(`1e${i - 9}`));

describe('quantities', () => {
  it('are written with their unit from 1e-9 to 1e12', () => {
    expect(powers.map(formatSeconds)).toEqual([
      ...['1.00 ns', '10.0 ns', '100 ns', '1.00 µs', '10.0 µs', '100 µs', '1.00 ms', '10.0 ms', '100 ms'],
      ...['1.00 s', '10.0 s', '100 s', '1000 s', '10000 s', '100000 s'],
      ...['1.00e6 s', '1.00e7 s', '1.00e8 s', '1.00e9 s', '1.00e10 s', '1.00e11 s', '1.00e12 s'],
    ]);
    expect(powers.map(formatRate)).toEqual([
      ...['1.00e-9', '1.00e-8', '1.00e-7', '1.00e-6', '1.00e-5', '1.00e-4', '0.0010', '0.010', '0.10'],
      ...['1.00', '10.0', '100', '1000', '10000', '100000'],
      ...['1.00 M', '10.0 M', '100 M', '1.00 G', '10.0 G', '100 G', '1.00 T'],
    ]);
    expect([1, 1024, 50_000, 1e6, 1e8, 1e9, 1e11, 1e14].map(formatBytes)).toEqual([
      ...['1 B', '1.00 KiB', '48.8 KiB', '0.95 MiB', '95 MiB', '954 MiB', '93.1 GiB', '90.9 TiB'],
    ]);
    expect([1e-9, 0.0001, 1, 1e12].map(formatShare)).toEqual(['1.00e-7 %', '0.010 %', '100 %', '1.00e14 %']);
  });

  it('are rounded into the next unit, never to a thousand of the one below', () => {
    expect([0.0009996, 0.0000009999, 0.99996, 999_999.9].map(formatSeconds)).toEqual([
      '1.00 ms',
      '1.00 µs',
      '1.00 s',
      '1.00e6 s',
    ]);
    expect([999.7, 999_999.7, 999_999_999].map(formatRate)).toEqual(['1000', '1.00 M', '1.00 G']);
  });

  it('are a dash where there is none', () => {
    for (const format of [formatSeconds, formatRate, formatShare, formatBytes]) {
      expect([null, Number.NaN, Number.POSITIVE_INFINITY].map(format)).toEqual(['–', '–', '–']);
    }
    expect(formatSeconds(-0.5)).toBe('−500 ms');
  });

  it('say the same to two digits, and briefly', () => {
    const units: Record<string, number> = { s: 1, ms: 1e-3, µs: 1e-6, ns: 1e-9 };
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (seconds) => {
        const [number = '', unit = ''] = formatSeconds(seconds).split(' ');
        expect((Number(number) * (units[unit] ?? Number.NaN)) / seconds).toBeCloseTo(1, 1.7);
        expect(formatSeconds(seconds).length).toBeLessThan(11);
      }),
    );
  });
});
