import { expect, it } from 'vitest';
import { boundedLogText, mostLogBytes } from './log-limit.ts';

const line = (i: number) => `${String(i).padStart(9, '0')}\n`;
const lines = (count: number) => Array.from({ length: count }, (_, i) => line(i)).join('');

it('keeps a log of the usual length as it is', () => {
  const text = lines(1000);
  expect(boundedLogText(text)).toBe(text);
});

it('leaves whole lines out of the middle of one that is too long, and says how much', () => {
  const text = lines(3_000_000);
  const kept = boundedLogText(text);
  expect(Buffer.byteLength(kept)).toBeLessThan(mostLogBytes + 100);
  const [head = '', said = '', end = ''] = kept.split(/\n… (.*) left out … *\n/);
  expect(text.startsWith(head)).toBe(true);
  expect(text.endsWith(end)).toBe(true);
  expect(end.startsWith('00') && head.endsWith('\n')).toBe(true);
  expect(said).toBe(`${Math.round((text.length - head.length - end.length) / 1024 ** 2)} MiB`);
});

it('cuts a line that never ends', () => {
  const kept = boundedLogText(`${'a'.repeat(mostLogBytes)}${'b'.repeat(mostLogBytes)}`);
  expect(kept).toMatch(/^a+\n… 10 MiB left out … *\nb+$/);
});
