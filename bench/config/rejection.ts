import { inspect } from 'node:util';
import { BenchError } from '@headroom/contract/errors.ts';
import type { z } from 'zod';
import { didYouMean } from './nearest.ts';
import type { OptionSource } from './option-source.ts';
import { optionsSchema } from './options.ts';
import { keysOfOwnSubjects } from './own-subject-options.ts';

/** One line for the first thing that is wrong with a source of options: value, what was expected, where. */
export function rejection(source: OptionSource, error: z.ZodError): BenchError {
  const [issue] = error.issues;
  if (!issue) return new BenchError('BENCH_CONFIG_INVALID', `${source.origin} cannot be read.`);
  if (issue.code === 'unrecognized_keys') return unknownKey(source, issue.path.map(String), issue.keys);

  const path = issue.path.map(String);
  const name = source.spell(spelt(path.filter((part) => !/^\d+$/.test(part))));
  const given = inWords(path.reduce<unknown>(valueAt, source.options));
  if (path.length === 0) {
    return new BenchError(
      'BENCH_CONFIG_INVALID',
      `${source.origin} gives ${source.options === undefined ? 'nothing' : given}: expected an object of settings.`,
    );
  }
  return new BenchError('BENCH_CONFIG_INVALID', `${name} is ${given}: ${issue.message} (${source.origin}).`);
}

function inWords(value: unknown): string {
  if (value === undefined) return 'missing';
  const shown = inspect(value, { depth: 1, maxStringLength: 200, breakLength: Number.POSITIVE_INFINITY });
  return shown.replace(/^'(.*)'$/s, '"$1"');
}

function unknownKey(source: OptionSource, path: string[], keys: string[]): BenchError {
  const key = keys[0] ?? '';
  const known = knownKeys(path);
  const name = spelt([...path, key]);
  return new BenchError(
    'BENCH_CONFIG_UNKNOWN_KEY',
    `${source.origin} sets ${JSON.stringify(name)}, which does not exist: expected one of ${known.join(', ')}.${didYouMean(key, known)}`,
  );
}

/** As it would be written in TypeScript: `subjects.mine.endpoints["/report"].method`. */
function spelt(path: readonly string[]): string {
  return path
    .map((part, i) => (/^[\w-]+$/.test(part) ? `${i === 0 ? '' : '.'}${part}` : `[${JSON.stringify(part)}]`))
    .join('');
}

function knownKeys([section, ...place]: readonly string[]): string[] {
  switch (section) {
    case 'subjects':
      return keysOfOwnSubjects(place);
    case 'nest':
      return Object.keys(optionsSchema.shape.nest.unwrap().shape);
    case 'fastapi':
      return Object.keys(optionsSchema.shape.fastapi.unwrap().shape);
    case 'thinkTime':
      return ['min', 'max'];
    case 'cells':
      return ['endpoint', 'vus'];
    default:
      return Object.keys(optionsSchema.shape);
  }
}

function valueAt(container: unknown, key: string): unknown {
  return typeof container === 'object' && container !== null ? Reflect.get(container, key) : container;
}
