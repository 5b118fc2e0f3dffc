import type { ErrorCode } from '@headroom/contract/errors.ts';
import type { Fault } from './fault.ts';
import type { Place } from './place.ts';

/** An address of this machine where nobody listens. */
export const nobody = 'http://127.0.0.1:1/';

/** What it is, the flags, what is said; and what of it is named where it is not the last of them. */
export type FlagRow = readonly [
  fault: string,
  flags: readonly string[] | ((place: Place) => readonly string[]),
  says: string,
  given?: string,
];

/** Faults of the flags of a probe. */
export const inFlags = (code: ErrorCode, rows: readonly FlagRow[], exitCode = 2): Fault[] =>
  rows.map(([fault, given, says, named]) => ({
    ...{ fault, code, exitCode, says },
    given: named ?? (typeof given === 'function' ? null : (given.at(-1) ?? null)),
    words: (place) => ['probe', nobody, ...(typeof given === 'function' ? given(place) : given)],
  }));
