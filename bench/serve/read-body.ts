import { inspect } from 'node:util';
import type { Problem } from '@headroom/contract/live.ts';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { didYouMean } from '../config/nearest.ts';
import { Refusal } from './problems.ts';

const longestValue = 80;

/** Bodies are JSON or nothing: an empty one is left to the route, which knows whether it takes any. */
export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined);
    try {
      done(null, JSON.parse(String(text)));
    } catch {
      done(new Refusal(400, 'BENCH_CONFIG_INVALID', 'The body is no JSON that can be read.'));
    }
  });
}

/**
 * A body as its schema has it.
 * @param fieldsOf the fields that such a body may have, for what was meant by others
 * @throws Refusal 400 with a sentence for each field that is not as expected
 */
export function readBody<T>(
  schema: z.ZodType<T>,
  fieldsOf: (body: unknown) => readonly string[],
  body: unknown,
): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    const given = body === undefined ? 'missing' : inWords(body);
    throw new Refusal(400, 'BENCH_CONFIG_INVALID', `The body is ${given}: expected a JSON object.`);
  }
  const { issues } = parsed.error;
  const onlyUnknown = issues.every(({ code }) => code === 'unrecognized_keys');
  throw invalidFields(
    issues.flatMap((issue) => sentencesOf(issue, body, fieldsOf(body))),
    onlyUnknown ? 'BENCH_CONFIG_UNKNOWN_KEY' : 'BENCH_CONFIG_INVALID',
  );
}

/** Of fields that are not as expected, a sentence each. */
export function invalidFields(
  fields: Problem['fields'],
  code: 'BENCH_CONFIG_INVALID' | 'BENCH_CONFIG_UNKNOWN_KEY' = 'BENCH_CONFIG_INVALID',
): Refusal {
  return new Refusal(400, code, `${fields.map(({ message }) => message).join('; ')}.`, fields);
}

/** `users is "x": expected ...` */
export function unexpected(field: string, value: unknown, expected: string): Problem['fields'][number] {
  const given = value === undefined ? 'missing' : inWords(value);
  return { field, message: `${field} is ${given}: ${expected}` };
}

function sentencesOf(
  issue: z.core.$ZodIssue,
  body: object,
  known: readonly string[],
): readonly Problem['fields'][number][] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const field = [...path, key].join('.').slice(0, longestValue);
      const message = `${field} does not exist: expected one of ${known.join(', ')}.${didYouMean(key.slice(0, longestValue), known)}`;
      return { field, message: message.replace(/\.$/, '') };
    });
  }
  return [unexpected(path.join('.'), path.reduce<unknown>(valueAt, body), issue.message)];
}

function inWords(value: unknown): string {
  const text =
    typeof value === 'string'
      ? JSON.stringify(value)
      : inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxStringLength: longestValue });
  return text.length > longestValue ? `${text.slice(0, longestValue)}...` : text;
}

function valueAt(container: unknown, key: string): unknown {
  const has = typeof container === 'object' && container !== null && Object.hasOwn(container, key);
  return has ? Reflect.get(container, key) : undefined;
}
