import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { errorCatalogue } from './errors.ts';

const docs = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');
const rows = [...docs.matchAll(/^\| `(BENCH_\w+)` \| (.*?) \| (.*?) \|/gm)].map(
  ([, code, exitCode, meaning]) => [code, exitCode, meaning],
);

it('is listed in docs/errors.md, code for code', () => {
  const expected = Object.entries(errorCatalogue).map(([code, { exitCode, meaning }]) => [
    code,
    exitCode === null ? 'trial' : String(exitCode),
    meaning,
  ]);
  expect(rows).toEqual(expected);
});
