import { z } from 'zod';
import { reportSchema } from '../report.ts';

/** The JSON Schema of `report.json`, as committed beside this file. */
export function reportJsonSchema(): string {
  const schema = { title: 'Headroom report', ...z.toJSONSchema(reportSchema) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
