import { z } from 'zod';
import { comparisonSchema } from '../comparison.ts';
import { probeSchema } from '../probe.ts';
import { reportSchema } from '../report.ts';

/** The JSON Schema of `report.json`, as committed beside this file. */
export function reportJsonSchema(): string {
  return jsonSchema('Headroom report', reportSchema);
}

/** That of what `headroom compare --json` writes. */
export function comparisonJsonSchema(): string {
  return jsonSchema('Headroom comparison', comparisonSchema);
}

/** That of what `headroom probe --json` writes. */
export function probeJsonSchema(): string {
  return jsonSchema('Headroom probe', probeSchema);
}

function jsonSchema(title: string, schema: z.ZodType): string {
  return `${JSON.stringify({ title, ...z.toJSONSchema(schema) }, null, 2)}\n`;
}
