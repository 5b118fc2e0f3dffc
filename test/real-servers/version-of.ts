import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolEnvironment } from '../../bench/config/environment.ts';
import { runProgram } from '../../bench/tools/run-program.ts';
import { sourceOf } from './install.ts';
import { searchPath } from './prerequisites.ts';
import type { RealServer } from './real-server.ts';

/** The version of a server as its pins, or the program itself, say it. @throws Error where none is found */
export async function versionOf(server: RealServer, signal: AbortSignal): Promise<string> {
  const text =
    'file' in server.version
      ? readFileSync(join(sourceOf(server), server.version.file), 'utf8')
      : await saidBy(server.version.command, signal);
  const version = server.versionPattern.exec(text)?.[1];
  if (version === undefined) throw new Error(`no ${server.versionPattern} in: ${text.slice(0, 500)}`);
  return version;
}

async function saidBy([file = '', ...args]: readonly string[], signal: AbortSignal): Promise<string> {
  const env = toolEnvironment({ PATH: searchPath });
  const { stdout, stderr } = await runProgram(file, args, { env, limitSeconds: 20, signal });
  return `${stdout}\n${stderr}`;
}
