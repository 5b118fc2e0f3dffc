import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pointLink, removeFile } from './disk.ts';
import { errnoInWords, errnoOf } from './errno.ts';

/** The link in a results folder that names the newest run. */
const linkOf = (out: string): string => join(out, 'latest');

/** The run that `<out>/latest` names, whether it is there or not; null where no such link can be read. */
export function latestName(out: string): string | null {
  const link = linkOf(out);
  try {
    const named = basename(readlinkSync(link));
    // Somebody may have put a link of their own between.
    return basename(orElse(named, () => realpathSync(link)));
  } catch {
    return null;
  }
}

/** What lies at `<out>/latest`, in words; null for nothing. */
export function whatIsLatest(out: string): string | null {
  const link = linkOf(out);
  const kind = orElse(undefined, () => lstatSync(link, { throwIfNoEntry: false }));
  if (kind === undefined) return null;
  if (!kind.isSymbolicLink()) return `${link} is a ${kind.isDirectory() ? 'folder' : 'file'}`;
  return `${link} is a link to ${orElse('somewhere', () => readlinkSync(link))}`;
}

/**
 * Lets `<out>/latest` name that run, in one step. What is no link stays: somebody has put it there.
 * @returns why it does not name it, in one line; null when it does
 */
export function pointLatest(out: string, runId: string): string | null {
  const link = linkOf(out);
  try {
    if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === false) {
      return `${whatIsLatest(out)}, where the link to the newest run belongs: it stays as it is, and this run is called ${runId}. Move it away, and the next run is called "latest" again.`;
    }
    pointLink(link, runId);
    return null;
  } catch (error) {
    const code = errnoOf(error) ?? 'unknown';
    return `${link} cannot be pointed to this run (${code}: ${errnoInWords(code)}): it is called ${runId}.`;
  }
}

/** Lets `<out>/latest` name nothing. */
export function removeLatest(out: string): void {
  removeFile(linkOf(out));
}

function orElse<T>(otherwise: T, read: () => T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
