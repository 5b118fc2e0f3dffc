import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv, csvAddress } from './csv.ts';

/** Reads RFC 4180, to see what a reader gets. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

describe('csv', () => {
  it('follows RFC 4180, with numbers unrounded and nothing for null', () => {
    expect(
      csv([
        ['endpoint', 'p50_s'],
        ['/a,"b"\r\nc', 0.1 + 0.2],
        ['/x', null],
      ]),
    ).toBe('endpoint,p50_s\r\n"/a,""b""\r\nc",0.30000000000000004\r\n/x,\r\n');
  });

  it('lets no text become a formula', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1']) {
      expect(parse(csv([[text]]))).toEqual([[`'${text}`]]);
    }
    expect(csv([[-1.5e-9]])).toBe('-1.5e-9\r\n');
  });

  it('is read back as it was written, from its address too', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { minLength: 1 }), { minLength: 1 }), (rows) => {
        const harmless = rows.map((row) => row.map((text) => `x${text}`));
        expect(parse(csv(harmless))).toEqual(harmless);
        const address = csvAddress(csv(harmless));
        expect(decodeURIComponent(address.slice(address.indexOf(',') + 1))).toBe(csv(harmless));
        expect(address).toMatch(/^data:text\/csv;charset=utf-8,[^\s"<>#]*$/);
      }),
    );
  });
});
