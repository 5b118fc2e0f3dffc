import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheFolder, placeInCache } from './cache-folder.ts';

describe('the cache folder', () => {
  it.each([
    { XDG_CACHE_HOME: '/caches', HOME: '/home', folder: '/caches/headroom/k6/v2.2.0' },
    { XDG_CACHE_HOME: '', HOME: '/home', folder: '/home/.cache/headroom/k6/v2.2.0' },
    { XDG_CACHE_HOME: 'relative', HOME: '/home', folder: '/home/.cache/headroom/k6/v2.2.0' },
    { XDG_CACHE_HOME: undefined, HOME: '/home', folder: '/home/.cache/headroom/k6/v2.2.0' },
  ])('with XDG_CACHE_HOME $XDG_CACHE_HOME is $folder', ({ folder, ...environment }) => {
    expect(cacheFolder(environment, 'v2.2.0')).toBe(folder);
  });
});

describe('what is put into the cache', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'headroom-cache-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('appears whole, in place of what was there', async () => {
    writeFileSync(join(folder, 'k6'), 'old');
    await placeInCache(folder, async (staging) => {
      writeFileSync(join(staging, 'k6'), 'new');
      writeFileSync(join(staging, 'other'), '');
    });
    expect(readdirSync(folder)).toEqual(['k6']);
  });

  it('leaves nothing when it fails', async () => {
    const failing = placeInCache(folder, async (staging) => {
      writeFileSync(join(staging, 'k6'), 'half');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('clears away what killed runs left, but not what a run at the same time makes', async () => {
    const hourAgo = Date.now() / 1000 - 3700;
    for (const name of ['.partial-old', '.partial-new']) mkdirSync(join(folder, name));
    utimesSync(join(folder, '.partial-old'), hourAgo, hourAgo);
    await placeInCache(folder, async (staging) => writeFileSync(join(staging, 'k6'), ''));
    expect(readdirSync(folder).sort()).toEqual(['.partial-new', 'k6']);
  });
});
