import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { comparisonJsonSchema, probeJsonSchema, reportJsonSchema } from './json-schemas.ts';

it.each([
  ['report.schema.json', reportJsonSchema],
  ['comparison.schema.json', comparisonJsonSchema],
  ['probe.schema.json', probeJsonSchema],
])('%s is committed as generated; `make schemas` renews it', (file, generate) => {
  expect(readFileSync(new URL(file, import.meta.url), 'utf8')).toBe(generate());
});
