import { z } from 'zod';

export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** What is asked of a subject, and which answer is right. Holds nothing that a record must not hold. */
export const requestSchema = z.strictObject({
  method: z.enum(methods),
  /** With its query, as it is sent. */
  path: z.string().startsWith('/'),
  body: z.string().nullable(),
  /** Of the body, where it has one. */
  contentType: z.string().optional(),
  expectedStatus: z.int().min(100).max(599),
  /** The exact body; null where any will do. */
  expectedBody: z.string().nullable(),
});
export type Request = z.infer<typeof requestSchema>;
