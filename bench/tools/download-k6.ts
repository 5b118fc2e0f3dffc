import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolVariables } from '../config/environment.ts';
import { cacheFolder, placeInCache } from './cache-folder.ts';
import { download } from './download.ts';
import { archiveFor } from './k6-release.ts';
import { demandK6Version } from './k6-version.ts';
import type { Reporting } from './reporting.ts';
import type { Supply } from './supply.ts';
import { unpackOne } from './unpack.ts';

/**
 * Downloads the pinned release into the cache: checked by its SHA-256, then unpacked, then run once.
 * @returns the path of the cached k6
 * @throws Error with the reason why not; the signal's reason when that aborts
 */
export async function downloadK6(
  environment: ToolVariables,
  { release, limits }: Supply,
  reporting: Reporting,
): Promise<string> {
  const { version } = release;
  const { file, folder, sha256 } = archiveFor(release);
  const url = `${environment.K6_DOWNLOAD_BASE.replace(/\/+$/, '')}/${version}/${file}`;
  return placeInCache(cacheFolder(environment, version), async (staging) => {
    const name = `k6 ${version}`;
    const archive = join(staging, file);
    reporting.announce(`Downloading ${name} from ${url}`);
    await download({ url, sha256, name }, archive, limits, reporting);
    await unpackOne(archive, `${folder}/k6`, staging, reporting.signal);
    await rm(archive);
    await demandK6Version(version, join(staging, 'k6'), limits.versionSeconds, reporting.signal);
  });
}
