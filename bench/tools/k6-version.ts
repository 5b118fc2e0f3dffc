import { childEnvironment } from '../config/environment.ts';
import { runProgram } from './run-program.ts';

const supportedMajor = 2;

/**
 * The version that a k6 reports, as "v2.2.0".
 * @throws Error when it does not run, reports no version, or takes longer than `limitSeconds`;
 *   the signal's reason when that aborts
 */
export async function k6Version(path: string, limitSeconds: number, signal: AbortSignal): Promise<string> {
  const ended = await runProgram(path, ['version'], { env: childEnvironment(), limitSeconds, signal });
  const version = /^\S*k6\S* (v\d+\.\d+\.\d+\S*)/m.exec(ended.stdout)?.[1];
  if (version !== undefined && ended.exitCode === 0) return version;
  const [said = ''] = (ended.stdout + ended.stderr).trim().split('\n');
  throw new Error(
    `${path} is no working k6: "k6 version" ended with ${ended.exitCode ?? ended.killedBy} and said ${JSON.stringify(said.slice(0, 80))}`,
  );
}

/** As `k6Version`, of a k6 that can run the lab's scripts. @throws Error also for another major version */
export async function supportedK6Version(
  path: string,
  limitSeconds: number,
  signal: AbortSignal,
): Promise<string> {
  const version = await k6Version(path, limitSeconds, signal);
  if (version.startsWith(`v${supportedMajor}.`)) return version;
  throw new Error(`${path} is k6 ${version}, and the lab needs k6 v${supportedMajor}`);
}

/** As `k6Version`, of exactly one version. @throws Error also for any other */
export async function demandK6Version(
  wanted: string,
  path: string,
  limitSeconds: number,
  signal: AbortSignal,
): Promise<string> {
  const version = await k6Version(path, limitSeconds, signal);
  if (version === wanted) return version;
  throw new Error(`${path} is k6 ${version}, expected ${wanted}`);
}
