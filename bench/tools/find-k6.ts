import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ToolVariables } from '../config/environment.ts';
import { buildK6 } from './build-k6.ts';
import { cacheFolder } from './cache-folder.ts';
import { downloadK6 } from './download-k6.ts';
import { type FailedSource, interruptedSearch, missingK6, unusableK6 } from './k6-errors.ts';
import { demandK6Version, supportedK6Version } from './k6-version.ts';
import { programsOnPath } from './programs-on-path.ts';
import { reasonOf } from './reason.ts';
import type { Reporting } from './reporting.ts';
import { pinnedSupply, type Supply } from './supply.ts';

/** A k6 that has been run once here. `version` as it reports it, as "v2.2.0". */
export interface K6 {
  readonly path: string;
  readonly version: string;
  readonly source: 'named' | 'path' | 'cache' | 'download' | 'build';
}

/**
 * The k6 to measure with: the one that HEADROOM_K6 names; else the first that works of the PATH, the cache,
 * the pinned release and a build with Go. What takes long is announced.
 * @throws BenchError BENCH_TOOLS_K6_UNUSABLE when the named one does not work, BENCH_TOOLS_K6_MISSING when
 *   no source has one, BENCH_RUN_INTERRUPTED when the signal aborts
 */
export async function findK6(
  environment: ToolVariables,
  options: Reporting,
  supply: Supply = pinnedSupply,
): Promise<K6> {
  if (environment.HEADROOM_K6 !== undefined) return namedK6(environment.HEADROOM_K6, options, supply);

  const failed: FailedSource[] = [];
  for (const { source, find } of sources) {
    try {
      return await find(environment, options, supply);
    } catch (error) {
      if (options.signal.aborted) throw interruptedSearch(error);
      failed.push({ source, error });
    }
  }
  throw missingK6(failed, supply.goModule);
}

const sources = [
  { source: 'PATH', find: k6OnPath },
  { source: 'cache', find: cachedK6 },
  { source: 'download', find: downloadedK6 },
  { source: 'build', find: builtK6 },
];

async function namedK6(value: string, { signal }: Reporting, { limits }: Supply): Promise<K6> {
  const path = resolve(value);
  try {
    if (!existsSync(path)) throw new Error(`${path} does not exist`);
    return { path, version: await supportedK6Version(path, limits.versionSeconds, signal), source: 'named' };
  } catch (error) {
    throw signal.aborted ? interruptedSearch(error) : unusableK6(value, error);
  }
}

async function k6OnPath(
  { PATH }: ToolVariables,
  { announce, signal }: Reporting,
  supply: Supply,
): Promise<K6> {
  const passedOver: string[] = [];
  for (const path of programsOnPath(PATH, 'k6')) {
    try {
      const version = await supportedK6Version(path, supply.limits.versionSeconds, signal);
      return { path, version, source: 'path' };
    } catch (error) {
      signal.throwIfAborted();
      announce(`Passing over the k6 on the PATH: ${reasonOf(error)}`);
      passedOver.push(reasonOf(error));
    }
  }
  throw new Error(passedOver.join('; ') || 'there is no k6 on the PATH');
}

async function cachedK6(environment: ToolVariables, reporting: Reporting, supply: Supply): Promise<K6> {
  const { version } = supply.release;
  const path = join(cacheFolder(environment, version), 'k6');
  if (!existsSync(path)) throw new Error(`${path} does not exist`);
  try {
    await demandK6Version(version, path, supply.limits.versionSeconds, reporting.signal);
    return { path, version, source: 'cache' };
  } catch (error) {
    reporting.signal.throwIfAborted();
    reporting.announce(`The k6 in the cache is to be replaced: ${reasonOf(error)}`);
    throw error;
  }
}

async function downloadedK6(environment: ToolVariables, reporting: Reporting, supply: Supply): Promise<K6> {
  try {
    const path = await downloadK6(environment, supply, reporting);
    return { path, version: supply.release.version, source: 'download' };
  } catch (error) {
    reporting.signal.throwIfAborted();
    reporting.announce(`k6 cannot be downloaded: ${reasonOf(error)}`);
    throw error;
  }
}

async function builtK6(environment: ToolVariables, reporting: Reporting, supply: Supply): Promise<K6> {
  const path = await buildK6(environment, supply, reporting);
  return { path, version: supply.release.version, source: 'build' };
}
