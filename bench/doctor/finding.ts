import { z } from 'zod';

/** Something that a check of the machine found. `fatal` stops a run before it starts. */
export const findingSchema = z.strictObject({
  check: z.string(),
  severity: z.enum(['ok', 'info', 'warning', 'fatal']),
  message: z.string(),
  /** What to do about it; empty when nothing is to be done. */
  advice: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;
