import { delay, iterations, sigma } from '@headroom/contract/routes.ts';
import { z } from 'zod';

function numberAsText(expected: string, accepts: (value: number) => boolean) {
  const acceptsText = (text: string): boolean => text.trim() !== '' && accepts(Number(text));
  return z.string(expected).refine(acceptsText, expected).transform(Number);
}

/** A number between two bounds, written as text. The error's message is what was expected. */
export function numeric(kind: 'number' | 'whole number', min: number, max: number) {
  return numberAsText(
    `a ${kind} from ${min} to ${max}`,
    (value) => value >= min && value <= max && (kind === 'number' || Number.isInteger(value)),
  );
}

/** A power of two from 2 to `max`, written as text. */
export function powerOfTwo(max: number) {
  return numberAsText(
    `a power of two from 2 to ${max}`,
    (value) => value >= 2 && value <= max && Number.isInteger(Math.log2(value)),
  );
}

/** Scheme, host and port of an HTTP server, without a path. */
export const httpOrigin = z
  .string()
  .refine((text) => {
    const url = URL.parse(text);
    return url?.protocol === 'http:' && url.href === `${url.origin}/`;
  }, 'an http URL without a path')
  .transform((text) => new URL(text).origin);

/** Where a server is reached, by a URL that may hold a password. */
export const serverUrl = (...protocols: readonly string[]) =>
  z
    .string()
    .refine(
      (text) => protocols.includes(URL.parse(text)?.protocol ?? ''),
      `a URL that starts with ${protocols.join('// or ')}//`,
    );

/** One of a few words. */
export const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, `one of ${values.join(', ')}`);

/** What a setting and the request parameter that goes before it may both be. */
export const delaySeconds = numeric('number', delay.min, delay.max);
/** Standard deviation of the wait's logarithm; 0 is a wait of always the same length. */
export const delaySigma = numeric('number', sigma.min, sigma.max);
export const cpuIterations = numeric('whole number', iterations.min, iterations.max);
/** More than this takes 128 MiB for each hash in hand. */
export const hashCost = powerOfTwo(2 ** 17);
