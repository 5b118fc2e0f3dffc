import { writeFileSync } from 'node:fs';
import { comparisonJsonSchema, probeJsonSchema, reportJsonSchema } from './json-schemas.ts';

writeFileSync(new URL('report.schema.json', import.meta.url), reportJsonSchema());
writeFileSync(new URL('comparison.schema.json', import.meta.url), comparisonJsonSchema());
writeFileSync(new URL('probe.schema.json', import.meta.url), probeJsonSchema());
