import { ceilings } from '@headroom/contract/live-routes.ts';

/** The numbers that a field takes. */
export interface Range {
  readonly what: string;
  readonly min: number;
  readonly max: number;
  /** There a comma can only have been meant to part thousands. */
  readonly isWhole?: boolean;
}

/** @param most the lab's own limit */
export const usersRange = (most: number): Range => ({
  what: 'a whole number of users',
  min: 1,
  max: Math.min(most, ceilings.users),
  isWhole: true,
});

/** Those of the contract, in its words. @param usersMost the lab's own limit */
export const rangesOf = (usersMost: number) => ({
  users: usersRange(usersMost),
  spawnRate: { what: 'users per second', min: 0.1, max: ceilings.spawnRate },
  thinkMinSeconds: { what: 'seconds', min: 0, max: ceilings.thinkSeconds },
  thinkMaxSeconds: { what: 'seconds', min: 0, max: ceilings.thinkSeconds },
  warmupSeconds: { what: 'seconds', min: 0, max: ceilings.warmupSeconds },
  durationSeconds: { what: 'seconds', min: 1, max: ceilings.durationSeconds },
  bystandersPerSecond: {
    what: 'a whole number',
    min: 0,
    max: ceilings.bystandersPerSecond,
    isWhole: true,
  },
});

/** A number that was typed, or what is wrong with it. */
export type Judged = { readonly value: number } | { readonly error: string };

export function judge(typed: string, range: Range): Judged {
  const text = typed.trim();
  const value = readNumber(text, range.isWhole ?? false);
  if (value !== null && value >= range.min && value <= range.max) return { value };
  const given = text === '' ? '' : `${value ?? JSON.stringify(text)}: `;
  const remedy = range.isWhole && /\d[\s.,'’_]\d{3}/.test(text) ? ', without separators' : '';
  return { error: `${given}expected ${range.what} from ${range.min} to ${range.max}${remedy}` };
}

/** A number as people type it, with a point or a comma unless it is whole; null where it is none. */
export function readNumber(text: string, isWhole: boolean): number | null {
  const plain = text.trim();
  if (isWhole) return /^[+-]?\d+$/.test(plain) ? Number(plain) : null;
  return /^[+-]?(\d+[.,]?\d*|[.,]\d+)$/.test(plain) ? Number(plain.replace(',', '.')) : null;
}
