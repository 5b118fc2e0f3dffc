import { existsSync } from 'node:fs';
import { sumOfNotes, type UserNotes } from '@headroom/contract/user-notes.ts';
import { z } from 'zod';
import { linesOf, parseLine } from './series.ts';

/** As k6 writes what its script says: a line of JSON each. */
const lineSchema = z.object({ msg: z.string() });

/** What the users of a trial noted down; null where there is no such file, as where somebody else counts. */
export function readNotes(file: string, users: number): UserNotes | null {
  if (!existsSync(file)) return null;
  const notes = linesOf(file).flatMap((line) => {
    const parsed = lineSchema.safeParse(parseLine(line));
    return parsed.success ? [parsed.data.msg] : [];
  });
  return sumOfNotes(users, notes);
}
