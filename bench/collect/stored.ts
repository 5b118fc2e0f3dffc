import { inspect } from 'node:util';
import { BenchError } from '@headroom/contract/errors.ts';
import { schemaVersion } from '@headroom/contract/records.ts';
import type { z } from 'zod';
import { headroomVersion } from '../version.ts';

/**
 * What an earlier run stored, as the contract has it, or a refusal in one line: nothing of another form is
 * guessed at, because a figure that was misread looks like one that was measured.
 * @param where file, and line where it has several, as the message is to name it
 * @param advice what to do about damage
 * @throws BenchError BENCH_RESULTS_VERSION for another schema version, BENCH_RESULTS_DAMAGED for anything else
 */
export function readStored<T>(schema: z.ZodType<T>, text: string, where: string, advice: string): T {
  const value = parseJson(text, where, advice);
  const version = memberOf(value, 'schemaVersion');
  if (Number.isInteger(version) && version !== schemaVersion) throw otherVersion(value, version, where);

  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw damaged(where, faultOf(parsed.error, value), advice);
}

/**
 * What was stored, as text.
 * @throws BenchError BENCH_RESULTS_DAMAGED for bytes that are none
 */
export function demandUtf8(bytes: Uint8Array, where: string, advice: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw damaged(where, 'expected text in UTF-8, but it holds bytes that are none', advice, cause);
  }
}

function parseJson(text: string, where: string, advice: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = text.trim() === '' ? 'it is empty' : `it begins ${shown(text)}`;
    throw damaged(where, `expected JSON that is whole, but ${reason}`, advice, cause);
  }
}

function otherVersion(value: unknown, version: unknown, where: string): BenchError {
  const writer = memberOf(memberOf(value, 'versions'), 'headroom');
  const by = typeof writer === 'string' ? ` (Headroom ${oneLine(writer)})` : '';
  return new BenchError(
    'BENCH_RESULTS_VERSION',
    `${where} has schemaVersion ${version}: expected ${schemaVersion}, which Headroom ${headroomVersion} reads. Use the Headroom that wrote it${by}, or run the plan anew with this one.`,
  );
}

function damaged(where: string, fault: string, advice: string, cause?: unknown): BenchError {
  return new BenchError('BENCH_RESULTS_DAMAGED', `${where} cannot be read: ${fault}. ${advice}`, { cause });
}

/** The first thing that is wrong: which field, its value, and what was expected there. */
function faultOf(error: z.ZodError, value: unknown): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'it is of another form';
  const field = issue.path.map(String).join('.') || 'it';
  if (issue.code === 'unrecognized_keys') {
    return `${field} has ${issue.keys.map((key) => shown(key)).join(', ')}, which this Headroom does not know: expected no other fields than its own`;
  }
  const found = issue.path.reduce(memberOf, value);
  const state =
    found === undefined ? 'is missing (an earlier Headroom may have written it)' : `is ${shown(found)}`;
  return `${field} ${state}: ${expectation(issue)}`;
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') return `expected one of ${optionsOf(issue)}`;
  const expected = /expected .*/s.exec(issue.message)?.[0] ?? oneLine(issue.message);
  return oneLine(expected.replace(/, received .*$/s, ''));
}

function optionsOf(issue: z.core.$ZodIssue): string {
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
  return options.length > 0
    ? options.map((option) => shown(option)).join(', ')
    : 'the forms that it may have';
}

function memberOf(container: unknown, key: PropertyKey): unknown {
  return typeof container === 'object' && container !== null ? Reflect.get(container, key) : undefined;
}

const longestShown = 60;

function shown(value: unknown): string {
  if (typeof value === 'string') {
    return value.length > longestShown
      ? `${JSON.stringify(value.slice(0, longestShown))}…`
      : JSON.stringify(value);
  }
  const text = oneLine(inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY }));
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
