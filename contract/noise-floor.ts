import { z } from 'zod';
import { comparedMetrics } from './comparison.ts';
import { schemaVersion } from './records.ts';

const sharesSchema = z.partialRecord(z.enum(comparedMetrics), z.number().nonnegative());

/** What difference between two runs a machine cannot tell from none, by two runs of the same build on it. */
export const noiseFloorSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  /** Name of the machine, runtime and CPUs that it is of; that of its file too. */
  machineKey: z.string(),
  /** Unix time. */
  measuredAt: z.number().positive(),
  runs: z.strictObject({ base: z.string(), head: z.string() }),
  /** Trials of each cell a side. */
  repeats: z.int().positive(),
  /**
   * The 95th percentile of |ratio of medians - 1| over all ways in which the trials could have been given to the
   * two sides; the largest of all cells.
   */
  shares: sharesSchema,
  cells: z.array(z.strictObject({ cell: z.string(), shares: sharesSchema })),
});
export type NoiseFloor = z.infer<typeof noiseFloorSchema>;
