import { closest, distance } from 'fastest-levenshtein';

/** " Did you mean X?" for a likely slip of the pen, or nothing. */
export function didYouMean(given: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = closest(given, known);
  return distance(given, nearest) <= Math.max(2, nearest.length / 3) ? ` Did you mean ${nearest}?` : '';
}
