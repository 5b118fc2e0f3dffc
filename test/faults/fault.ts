import type { ErrorCode } from '@headroom/contract/errors.ts';
import type { Place } from './place.ts';

/** A fault made on purpose on the command line, and what has to come of it. */
export interface Fault {
  /** What goes wrong, in words. */
  readonly fault: string;
  readonly code: ErrorCode;
  readonly exitCode: number;
  /**
   * The line that is said, without its code: `…` stands for what varies, {out} for the results folder, {folder} for the
   * place of the fault.
   */
  readonly says: string;
  /** What the line has to name; null where nothing was given that could be named. */
  readonly given: string | null;
  /** What nothing may say. */
  readonly hides?: string;
  /** Whether it tells on standard output how far it came, before it complains. */
  readonly talks?: boolean;
  /** Makes the fault in a place of its own, and gives the words after `headroom`. */
  readonly words: (place: Place) => readonly string[] | Promise<readonly string[]>;
}

/** Faults of one kind. */
export interface Kind {
  readonly title: string;
  /** What they have in common, for the page. */
  readonly about: string;
  readonly faults: readonly Fault[];
}

/** What it is, the words after `headroom` (as one text where none of them is empty or has a space), and what is said. */
export type WordsRow = readonly [fault: string, words: string | readonly string[], says: string];

/** Faults of the words alone. The last of them is what is wrong, and has to be named. */
export const inWords = (code: ErrorCode, exitCode: number, rows: readonly WordsRow[]): Fault[] =>
  rows.map(([fault, given, says]) => {
    const words = typeof given === 'string' ? given.split(' ') : given;
    return { fault, code, exitCode, says, given: words.at(-1) ?? null, words: () => words };
  });

/** The settings as TypeScript has them between the braces, what is said, and the value that is named where it is not the last. */
export type SettingRow = readonly [source: string, says: string, given?: string];

/** Faults of `headroom.config.ts`; the value of the last setting is what is wrong, and has to be named. */
export const inSettings = (code: ErrorCode, exitCode: number, rows: readonly SettingRow[]): Fault[] =>
  rows.map(([source, says, given = /^.*?: (.*)$/.exec(source)?.[1] ?? source]) => ({
    fault: `\`${source}\``,
    code,
    exitCode,
    says,
    given,
    words: ({ write }) => ['run', '--config', write('headroom.config.ts', `export default { ${source} };\n`)],
  }));
