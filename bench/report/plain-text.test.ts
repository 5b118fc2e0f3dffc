import { expect, it } from 'vitest';
import { markdownText, onOneLine } from './plain-text.ts';
import { escapeCells, markdownTable, plainTable } from './table.ts';

it('makes one line of what has several, and shows what would order a terminal about', () => {
  expect(onOneLine('it ended:\r\n\tError\n  at once')).toBe('it ended: Error at once');
  expect(onOneLine('\u001b[2Jgone\u0007 \u202eexe.txt')).toBe('\\u001b[2Jgone\\u0007 \\u202eexe.txt');
});

it.each([
  ['<script>alert(1)</script>', '&lt;script>alert(1)&lt;/script>'],
  ['`<img src=x>`', '`&lt;img src=x>`'],
  ['![seen](http://127.0.0.1/pixel)', '!\\[seen](http://127.0.0.1/pixel)'],
  ['C:\\temp\\[a]', 'C:\\\\temp\\\\\\[a]'],
  ['&lt; and &#x3c; stay, AT&T too', '&amp;lt; and &amp;#x3c; stay, AT&T too'],
  ['inside `async def`, ~1 s and 2 * 3', 'inside `async def`, ~1 s and 2 * 3'],
  ['``` swallows the rest', '\\``` swallows the rest'],
  ['~~~', '\\~~~'],
  ['# a heading', '\\# a heading'],
  ['* a list, - and > inside', '\\* a list, - and > inside'],
  ['> a quotation', '\\> a quotation'],
  ['7. a number', '7\\. a number'],
  ['-5 % of 7.5 s', '-5 % of 7.5 s'],
  ['\u001b[31m', '\\\\u001b\\[31m'],
  ['http://127.0.0.1:3000/d/x?var-run=a_b&from=1', 'http://127.0.0.1:3000/d/x?var-run=a_b&from=1'],
])('%j is %j in Markdown', (text, escaped) => {
  expect(markdownText(text)).toBe(escaped);
});

it('keeps a row a row, whatever stands in it', () => {
  const rows = [['name'], ['a\n| b \\| c\\']];
  expect(markdownTable(escapeCells({ rows, right: [] })).split('\n')).toEqual([
    '| name |',
    '| --- |',
    '| a \\| b \\\\\\| c\\\\ |',
  ]);
  expect(plainTable({ rows, right: [] }).split('\n')).toHaveLength(3);
});
