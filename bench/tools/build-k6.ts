import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ToolVariables, toolEnvironment } from '../config/environment.ts';
import { cacheFolder, placeInCache } from './cache-folder.ts';
import { demandK6Version } from './k6-version.ts';
import { programsOnPath } from './programs-on-path.ts';
import { buildProgress } from './progress.ts';
import type { Reporting } from './reporting.ts';
import { runProgram } from './run-program.ts';
import type { Supply } from './supply.ts';

const modulePath = 'go.k6.io/k6/v2';
const lastLines = 5;

/**
 * Builds the pinned k6 into the cache with the Go of this machine, then runs it once.
 * @returns the path of the cached k6
 * @throws Error with the reason why not; the signal's reason when that aborts
 */
export async function buildK6(
  environment: ToolVariables,
  { release: { version }, goModule, limits }: Supply,
  { announce, signal }: Reporting,
): Promise<string> {
  const [go] = programsOnPath(environment.PATH, 'go');
  if (go === undefined) throw new Error('there is no go on the PATH');
  return placeInCache(cacheFolder(environment, version), async (staging) => {
    announce(`Building k6 ${version} with Go; this takes 1 to 3 minutes, once`);
    const done = buildProgress(`k6 ${version}`, announce);
    try {
      await goBuild(go, { goModule, staging, limitSeconds: limits.buildSeconds, signal });
    } finally {
      done();
    }
    await demandK6Version(version, join(staging, 'k6'), limits.versionSeconds, signal);
  });
}

async function goBuild(
  go: string,
  {
    goModule,
    staging,
    limitSeconds,
    signal,
  }: { goModule: string; staging: string; limitSeconds: number; signal: AbortSignal },
): Promise<void> {
  const work = join(staging, 'work');
  await mkdir(work);
  const env = toolEnvironment({
    GOFLAGS: '-mod=readonly',
    // A go.work above this checkout would change what is built.
    GOWORK: 'off',
    // As the release is built; needs no C compiler.
    CGO_ENABLED: '0',
    // What a stopped build leaves goes with the staging folder.
    GOTMPDIR: work,
  });
  const args = ['build', '-trimpath', '-o', join(staging, 'k6'), modulePath];
  const { exitCode, killedBy, stderr } = await runProgram(go, args, {
    env,
    cwd: goModule,
    limitSeconds,
    signal,
  });
  if (exitCode === 0) return;
  throw new Error(`go build ended with ${exitCode ?? killedBy}: ${lastWords(stderr)}`);
}

function lastWords(stderr: string): string {
  const lines = stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('go: downloading'));
  return lines.slice(-lastLines).join('\n    ') || 'it said nothing';
}
