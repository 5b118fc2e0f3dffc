import { z } from 'zod';

const unitSeconds = { ms: 0.001, s: 1, m: 60, h: 3600 } as const;

/**
 * A duration as users write it ("500ms", "30s", "2m"; a bare number is seconds), as seconds.
 * @param min and @param max bound it, in seconds.
 */
export function duration(min: number, max: number): z.ZodType<number, string | number> {
  const expected = `a duration from ${format(min)} to ${format(max)}, such as 500ms, 30s or 2m`;
  return z.union([z.string(), z.number()], { error: `expected ${expected}` }).transform((value, context) => {
    const seconds = parse(value);
    if (seconds !== null && seconds >= min && seconds <= max) return seconds;
    context.addIssue({ code: 'custom', message: `expected ${expected}`, input: value });
    return z.NEVER;
  });
}

function parse(value: string | number): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(value.trim());
  if (!match) return null;
  return Number(match[1]) * unitSeconds[(match[2] ?? 's') as keyof typeof unitSeconds];
}

function format(seconds: number): string {
  if (seconds >= 3600) return `${seconds / 3600}h`;
  if (seconds >= 60) return `${seconds / 60}m`;
  return seconds > 0 && seconds < 1 ? `${seconds * 1000}ms` : `${seconds}s`;
}

/** A whole number, also when written as text. */
export function wholeNumber(min: number, max: number): z.ZodType<number, string | number> {
  const expected = `expected a whole number from ${min} to ${max}`;
  return z
    .union(
      [
        z.number(),
        z
          .string()
          .regex(/^-?\d+(\.\d+)?$/)
          .transform(Number),
      ],
      { error: expected },
    )
    .refine((value) => Number.isInteger(value) && value >= min && value <= max, { error: expected });
}

/** So many a second, also when written as text. @param what is counted, as "users per second" */
export function rate(min: number, max: number, what: string): z.ZodType<number, string | number> {
  const error = `expected ${what}, from ${min} to ${max}`;
  return z
    .union(
      [
        z.number(),
        z
          .string()
          .regex(/^\d+(\.\d+)?$/)
          .transform(Number),
      ],
      { error },
    )
    .refine((value) => value >= min && value <= max, { error });
}

export const shareExpected = (min: number, max: number): string =>
  `expected a share from ${min * 100}% to ${max * 100}%, such as 5%`;

/** A share, as text in per cent ("5%") or as a number ("0.05"). */
export function share(min: number, max: number): z.ZodType<number, string | number> {
  const error = shareExpected(min, max);
  return z
    .union(
      [
        z.number(),
        z
          .string()
          .regex(/^\d+(\.\d+)?%$/)
          .transform((text) => Number(text.slice(0, -1)) / 100),
        z
          .string()
          .regex(/^\d+(\.\d+)?$/)
          .transform(Number),
      ],
      { error },
    )
    .refine((value) => value >= min && value <= max, { error });
}

/** A list, also when written as text with commas or as its only entry; at least one entry, none twice. */
export function list<T>(
  entry: z.ZodType<T, string | number>,
): z.ZodType<T[], string | number | (string | number)[]> {
  return z
    .union(
      [
        z.string().transform((text) => text.split(',').map((part) => part.trim())),
        z.number().transform((value) => [value]),
        z.array(z.any()),
      ],
      { error: 'expected a list, or its only entry' },
    )
    .pipe(z.array(entry).min(1, { error: 'expected at least one entry' }))
    .refine((values) => new Set(values).size === values.length, { error: 'expected each entry once' });
}
