import { BenchError } from '@headroom/contract/errors.ts';
import type { OptionSource } from './option-source.ts';
import { optionsSchema, type ParsedOptions } from './options.ts';
import { rejection } from './rejection.ts';

/**
 * What a source of options sets, every value checked.
 * @throws BenchError with a BENCH_CONFIG code, naming the value, what was expected and where
 */
export function readSource(source: OptionSource): ParsedOptions {
  const result = optionsSchema.safeParse(plain(source));
  if (!result.success) throw rejection(source, result.error);
  return Object.fromEntries(
    Object.entries(result.data).filter(([, value]) => value !== undefined),
  ) as ParsedOptions;
}

/** A copy of what a source gives, so that neither a getter nor a class of the user's comes any further. */
function plain({ origin, options }: OptionSource): unknown {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return options;
  try {
    if (Object.getPrototypeOf(options) !== Object.prototype) throw new Error('it is no plain object');
    return { ...options };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BenchError(
      'BENCH_CONFIG_UNREADABLE',
      `${origin} cannot be read (${reason}): expected a plain object of settings.`,
      { cause },
    );
  }
}
