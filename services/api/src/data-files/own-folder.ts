import { lstat, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const writableByOthers = 0o022;
const writableByAll = 0o002;

/**
 * Why what lies in a folder may be somebody else's, as it goes on after "it"; null where it is not. Only where everybody may
 * put something beside it, as under /tmp, could another user have made it first; other folders are as they were meant.
 */
export async function whyNotOwn(folder: string): Promise<string | null> {
  const uid = process.getuid?.();
  const above = await stat(dirname(folder));
  if (uid === undefined || (above.mode & writableByAll) === 0) return null;
  const found = await lstat(folder);
  if (!found.isDirectory()) return 'is no folder but a link or a file';
  if (found.uid !== uid) return `belongs to user ${found.uid}, and not to ${uid}, who runs this`;
  return (found.mode & writableByOthers) === 0 ? null : 'can be written by other users';
}
