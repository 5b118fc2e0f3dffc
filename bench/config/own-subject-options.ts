import { methods } from '@headroom/contract/request.ts';
import { strategies } from '@headroom/contract/routes.ts';
import { z } from 'zod';
import { didYouMean } from './nearest.ts';
import { duration, wholeNumber } from './quantities.ts';

const path = (example: string) => {
  const error = `expected a path that begins with one "/", without spaces and "#", such as ${example}`;
  // With two slashes, or a backslash, it would name another host; what follows "#" would not be sent.
  return z.string({ error }).regex(/^\/(?![/\\])[^\s#]*$/, { error });
};
const port = wholeNumber(1, 65_535);
const text = z.string({ error: 'expected a text' });
/** Every trial holds it. */
const shortText = (most: number) =>
  text.max(most, { error: `expected a text of at most ${most} characters` });

const oneOf = <T extends string>(names: readonly T[]) =>
  z.enum(names, {
    error: ({ input }) => {
      const hint = typeof input === 'string' ? didYouMean(input, names) : '';
      return `expected one of ${names.join(', ')}${hint === '' ? '' : `.${hint}`}`;
    },
  });

const commandExpected =
  'expected a list of words, such as ["node", "server.mjs"], because no shell reads it: one text would be one word';
const word = z.string({ error: commandExpected }).min(1, { error: commandExpected });

const settingsExpected = (issue: { code: string | undefined }): string | undefined =>
  issue.code === 'invalid_type' ? 'expected an object of settings' : undefined;

/** What can be asked of a service of the user's own; its name is that of reports and of `--endpoint`. */
const ownEndpointOptions = z.strictObject(
  {
    /** What it does; endpoints of one workload are set side by side. */
    workload: z
      .string({ error: 'expected a word for what it does, such as report' })
      .regex(/^[a-z0-9][\w.-]*$/i, { error: 'expected a word for what it does, such as report' }),
    strategy: oneOf(strategies),
    method: oneOf(methods).optional(),
    /** With its query; the name unless given. */
    path: path('/report?size=10').optional(),
    body: shortText(16_384).optional(),
    /** Of the body. */
    contentType: text
      .regex(/^[\w!#$&^.+-]+\/[\x20-\x7e]+$/, { error: 'expected a type such as application/json' })
      .optional(),
    expectedStatus: wholeNumber(100, 599).optional(),
    /** The exact body, checked once before each trial; without it any will do. */
    expectedBody: shortText(32_768).optional(),
    /** About how long it takes for a lone user; it staggers the users. */
    takes: duration(0, 60).optional(),
  },
  { error: settingsExpected },
);

const imageExpected = 'expected the name of an image, such as example/mine:1';
const valueExpected =
  'expected a text. A secret does not belong here, as the manifest holds it: a command inherits the variables of the shell';

/** A service of the user's own: how it is started, and what can be asked of it. */
const ownSubjectOptions = z.strictObject(
  {
    command: z.array(word, { error: commandExpected }).min(1, { error: commandExpected }).optional(),
    /** Where the command is started, from the top of this checkout. */
    folder: z.string({ error: 'expected a folder' }).min(1, { error: 'expected a folder' }).optional(),
    image: z
      .string({ error: imageExpected })
      .regex(/^[a-z0-9][\w./:@-]*$/i, { error: imageExpected })
      .optional(),
    port,
    /** Its page of Prometheus metrics, on the same port or on another. */
    metrics: z
      .union([path('/metrics'), z.strictObject({ port, path: path('/metrics') })], {
        error:
          'expected a path such as /metrics, or a port and a path, such as { port: 9100, path: "/metrics" }',
      })
      .optional(),
    /** Told to the service, and written into the manifest of each run. */
    environment: z
      .record(z.string(), z.union([z.string(), z.number()], { error: valueExpected }).transform(String), {
        error: settingsExpected,
      })
      .optional(),
    /** Answers with a status below 400 once it can serve. */
    ready: path('/healthz').optional(),
    readyTimeout: duration(1, 300).optional(),
    /** Something that takes no work, for bystanders. */
    bystander: path('/ping').optional(),
    endpoints: z.record(z.string(), ownEndpointOptions, {
      error: 'expected endpoints by name, such as { "/report": { workload: "report", strategy: "sync" } }',
    }),
  },
  { error: settingsExpected },
);

/** Services of the user's own, by name. */
export const ownSubjectsOptions = z.record(z.string(), ownSubjectOptions, {
  error: 'expected services by name, such as { mine: { command: ["node", "server.mjs"], ... } }',
});
export type ParsedOwnSubject = z.output<typeof ownSubjectOptions>;
export type ParsedOwnEndpoint = z.output<typeof ownEndpointOptions>;

/** Names of settings at a place under `subjects`. @param place the keys that lead there, without `subjects` */
export function keysOfOwnSubjects(place: readonly string[]): string[] {
  return Object.keys(place.includes('endpoints') ? ownEndpointOptions.shape : ownSubjectOptions.shape);
}
