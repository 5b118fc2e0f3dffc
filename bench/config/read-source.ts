import { BenchError } from '@headroom/contract/errors.ts';
import type { OptionSource } from './option-source.ts';
import { optionsSchema, type ParsedOptions } from './options.ts';
import { rejection } from './rejection.ts';

/**
 * What a source of options sets, every value checked.
 * @throws BenchError with a BENCH_CONFIG code, naming the value, what was expected and where
 */
export function readSource(source: OptionSource): ParsedOptions {
  const options = plain(source);
  const result = optionsSchema.safeParse(options);
  if (!result.success) throw rejection({ ...source, options }, result.error);
  return Object.fromEntries(
    Object.entries(result.data).filter(([, value]) => value !== undefined),
  ) as ParsedOptions;
}

/** A copy of what a source gives, so that neither a getter nor a class of the user's comes any further. */
function plain({ origin, options }: OptionSource): unknown {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return options;
  try {
    if (!isPlain(options)) throw new Error('it is no plain object');
    return copyOf(options, deepest);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BenchError(
      'BENCH_CONFIG_UNREADABLE',
      `${origin} cannot be read (${reason}): expected a plain object of settings.`,
      { cause },
    );
  }
}

/** Settings are not nested more deeply; what is may go round in a circle. */
const deepest = 10;

function copyOf(value: unknown, depth: number): unknown {
  if (depth === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => copyOf(entry, depth - 1));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copyOf(entry, depth - 1)]));
}

const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;
