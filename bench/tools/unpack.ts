import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { extract } from 'tar';
import { toolEnvironment } from '../config/environment.ts';
import { runProgram } from './run-program.ts';

const limitSeconds = 120;

/**
 * Takes the one file `member` out of a .tar.gz or .zip archive and puts it into the folder `into`.
 * @param member its path in the archive, one folder deep
 * @throws Error when the archive is damaged or does not hold it; the signal's reason when that aborts
 */
export async function unpackOne(
  archive: string,
  member: string,
  into: string,
  signal: AbortSignal,
): Promise<void> {
  if (archive.endsWith('.zip')) await unzip(archive, member, into, signal);
  else await extract({ file: archive, cwd: into, strip: 1, strict: true }, [member]);
  const [, name = ''] = member.split('/');
  if (!existsSync(join(into, name))) throw new Error(`${archive} does not hold ${member}`);
}

/** macOS brings `unzip`; the tar package does not read zip. */
async function unzip(archive: string, member: string, into: string, signal: AbortSignal): Promise<void> {
  const args = ['-q', '-j', '-o', archive, member, '-d', into];
  const { exitCode, stderr } = await runProgram('unzip', args, {
    env: toolEnvironment(),
    limitSeconds,
    signal,
  });
  if (exitCode !== 0) throw new Error(`unzip ended with ${exitCode}: ${stderr.trim()}`);
}
