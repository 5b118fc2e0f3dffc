import { z } from 'zod';
import { requestSchema } from './request.ts';
import { strategies } from './routes.ts';

const port = z.int().min(1).max(65_535);

const ownEndpointSchema = z.strictObject({
  /** Its name in reports and flags; for a GET the path that is asked. */
  path: z.string(),
  workload: z.string(),
  strategy: z.enum(strategies),
  request: requestSchema,
  /** About how long it takes; it staggers the users. */
  serviceSeconds: z.number().nonnegative(),
});
export type OwnEndpoint = z.infer<typeof ownEndpointSchema>;

/** A service of the user's own: how it is started, and what can be asked of it. */
export const ownSubjectSchema = z.strictObject({
  start: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('command'), command: z.array(z.string()).min(1), folder: z.string() }),
    z.strictObject({ kind: z.literal('image'), image: z.string() }),
  ]),
  port,
  /** Its page of Prometheus metrics; null where it has none. */
  metrics: z.strictObject({ port, path: z.string() }).nullable(),
  environment: z.record(z.string(), z.string()),
  /** Answers with a status below 400 once it can serve. */
  readyPath: z.string(),
  readyTimeoutSeconds: z.number().positive(),
  /** Something cheap, for bystanders; null where it has nothing of the kind. */
  bystanderPath: z.string().nullable(),
  endpoints: z.array(ownEndpointSchema).min(1),
});
export type OwnSubject = z.infer<typeof ownSubjectSchema>;
