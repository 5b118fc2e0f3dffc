import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { ToolVariables } from '../config/environment.ts';

const partial = '.partial-';
const abandonedAfterSeconds = 3600;

type CacheVariables = Pick<ToolVariables, 'XDG_CACHE_HOME' | 'HOME'>;

/**
 * Where a k6 of that version is kept between runs.
 * @throws Error when the environment names no folder for it
 */
export function cacheFolder(environment: CacheVariables, version: string): string {
  return join(cacheRoot(environment), 'k6', version);
}

/** Where the lab keeps what it got for itself. @throws Error when the environment names no folder for it */
export function cacheRoot({ XDG_CACHE_HOME, HOME }: CacheVariables): string {
  // The XDG specification has relative paths ignored.
  const caches = XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : HOME && join(HOME, '.cache');
  if (!caches) throw new Error('there is no folder to keep tools in: set HOME or XDG_CACHE_HOME');
  return join(caches, 'headroom');
}

/**
 * Puts a k6 into the cache: `make` leaves it as `k6` in a fresh folder, from where it is moved in one step,
 * so that others never see half of it, not even when two runs do this at once. The fresh folder goes in
 * any case.
 * @returns the path of the cached k6
 * @throws what `make` throws, and errors of the file system
 */
export async function placeInCache(
  folder: string,
  make: (stagingFolder: string) => Promise<void>,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  await removeAbandoned(folder);
  const staging = await mkdtemp(join(folder, partial));
  try {
    await make(staging);
    const cached = join(folder, 'k6');
    await rename(join(staging, 'k6'), cached);
    return cached;
  } finally {
    await remove(staging);
  }
}

/** What runs that were killed have left behind. */
async function removeAbandoned(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(partial));
  for (const path of names.map((name) => join(folder, name))) {
    const changed = await stat(path).catch(() => null);
    if (changed && Date.now() - changed.mtimeMs > abandonedAfterSeconds * 1000) await remove(path);
  }
}

function remove(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 3 });
}
