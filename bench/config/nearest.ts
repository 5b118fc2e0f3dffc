import { closest, distance } from 'fastest-levenshtein';

/** " Did you mean X?" for a likely slip of the pen, or nothing. */
export function didYouMean(given: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const letters = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const alike = known.find((name) => letters(name) === letters(given));
  const nearest = alike ?? closest(given, known);
  const isLikely = distance(given, nearest) <= Math.max(2, nearest.length / 3);
  return isLikely ? ` Did you mean ${nearest}?` : '';
}
