import { describe, expect, it } from 'vitest';
import { isAlike, shapeOf } from './answer-shape.ts';

const alike = (one: string, other: string): boolean => isAlike(shapeOf(one), shapeOf(other));

describe('shapeOf', () => {
  it.each([
    ['{"data":{"id":1},"took":3}', '{"took":4,"data":{"id":2,"more":[]}}'],
    ['[1,2,3]', '[]'],
    ['<p>12 items</p>', '<p>9 items</p>'],
    ['took 12 ms', 'took 9 ms'],
    ['{"items":[],"next":null,"promo":1}', '{"items":[1],"next":"abc"}'],
    ['{"id":1,"price":3.5}', '{"id":1,"price":null}'],
    ['{"data":{},"errors":null}', '{"data":{}}'],
    ['ok', 'ok\n'],
    ['{"id":1,"cached":false}', '{"id":2,"cached":true}'],
    ['', ''],
  ])('takes %s and %s for answers of one kind', (one, other) => {
    expect(alike(one, other)).toBe(true);
  });

  it.each([
    ['{"data":{"id":1}}', '{"errors":[{"message":"pool timeout"}]}'],
    ['{"data":{"id":1}}', '{"data":null,"errors":[]}'],
    ['{"data":{"id":1}}', '{"data":{"id":1},"errors":[{}]}'],
    ['[1,2,3]', '{"error":"busy"}'],
    [`<html>${'x'.repeat(5000)}</html>`, '<h1>Try again later</h1>'],
    ['{"data":1}', 'busy'],
    ['ok', 'busy'],
    ['{"data":{"id":1}}', '{"data":null,"message":"try later"}'],
    ['12 items', 'try again later'],
    ['{"ok":true}', '{"ok":false}'],
    ['{"status":"done","id":1}', '{"status":"queue full","id":0}'],
  ])('tells %s from %s', (one, other) => {
    expect(alike(one, other)).toBe(false);
  });

  it('holds what is too long to parse by its length alone', () => {
    const long = (name: string) => JSON.stringify({ [name]: 'x'.repeat(300_000) });
    expect(shapeOf(long('data')).json).toBeNull();
    expect(alike(long('data'), long('other'))).toBe(true);
  });
});
