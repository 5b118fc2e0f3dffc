import type { Descendant } from './process-tree.ts';

/** Given to a program, and inherited by all that comes of it: a daemon leaves its tree, and keeps its variables. */
export const familyVariable = 'HEADROOM_FAMILY';

/** A program that was started, whether or not it runs still. */
export interface Family {
  /** Also the number of its process group; null while it is being started. */
  readonly pid: number | null;
  /** When its first process began; null where there is no /proc. */
  readonly startedTicks: number | null;
  /** The value of {@link familyVariable} that it was given. */
  readonly name: string;
  /** Where it is to serve; null where it serves nobody. */
  readonly port: number | null;
  /** Who was below it at an earlier look. */
  readonly seen?: readonly Descendant[];
}
