import { z } from 'zod';

/** How sure every interval, test and gate is meant to be, unless it says otherwise. */
export const confidence = 0.95;

export const intervalSchema = z.strictObject({ low: z.number(), high: z.number() });
/** What a figure lies between, with the stated confidence; same unit as the figure. */
export type Interval = z.infer<typeof intervalSchema>;
