import { writeFileSync } from 'node:fs';
import { comparisonJsonSchema, reportJsonSchema } from './json-schemas.ts';

writeFileSync(new URL('report.schema.json', import.meta.url), reportJsonSchema());
writeFileSync(new URL('comparison.schema.json', import.meta.url), comparisonJsonSchema());
