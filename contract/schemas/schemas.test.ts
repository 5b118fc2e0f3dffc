import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { reportJsonSchema } from './report-json-schema.ts';

it('is committed as generated; `make schemas` renews it', () => {
  const committed = readFileSync(new URL('report.schema.json', import.meta.url), 'utf8');
  expect(committed).toBe(reportJsonSchema());
});
