import { z } from 'zod';

/** The container engine of a run, as it tells of itself. What it does not tell is null. */
export const engineSchema = z.strictObject({
  /** "Docker" or "Podman". */
  name: z.string(),
  version: z.string(),
  compose: z.string(),
  /** What it runs on, which is another than the runner's where the engine is in a virtual machine or elsewhere. */
  system: z.string(),
  kernel: z.string(),
  architecture: z.string(),
  cpus: z.int().positive(),
  memoryBytes: z.int().positive().nullable(),
  cgroupVersion: z.string().nullable(),
  rootless: z.boolean(),
  storageDriver: z.string().nullable(),
  /** Whether processes of its containers are processes of the runner's system, and so can be looked at directly. */
  onThisKernel: z.boolean(),
  /** Of every service that took part, the user's own included. */
  images: z.array(
    z.strictObject({
      service: z.string(),
      name: z.string(),
      /** Of its configuration on this engine: the same for the same content. */
      id: z.string().nullable(),
      /** As its registry has it; null where it was built here. */
      digest: z.string().nullable(),
    }),
  ),
});
export type EngineFacts = z.infer<typeof engineSchema>;
