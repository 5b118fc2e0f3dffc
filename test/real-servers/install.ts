import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolEnvironment } from '../../bench/config/environment.ts';
import { runProgram } from '../../bench/tools/run-program.ts';
import { searchPath } from './prerequisites.ts';
import type { RealServer } from './real-server.ts';

const sources = join(import.meta.dirname, 'servers');

/** The folder with the files of a server, pins among them. */
export const sourceOf = ({ source }: RealServer): string => join(sources, source);

/**
 * Installs a server in a folder of its own below `installations`, unless it is there from the same files.
 * @returns that folder
 * @throws Error with the last words of the step that failed; the signal's reason when that aborts
 */
export async function install(
  server: RealServer,
  installations: string,
  signal: AbortSignal,
): Promise<string> {
  const installation = join(installations, server.source);
  const marker = join(installation, '.installed');
  const state = stateOf(sourceOf(server));
  if (existsSync(marker) && readFileSync(marker, 'utf8') === state) return installation;

  rmSync(installation, { recursive: true, force: true });
  cpSync(sourceOf(server), installation, { recursive: true });
  for (const { command, limitSeconds } of server.install(installation, installations)) {
    const [file = '', ...args] = command;
    const env = toolEnvironment({ PATH: searchPath });
    const ended = await runProgram(file, args, { env, cwd: installation, limitSeconds, signal });
    if (ended.exitCode !== 0) {
      const said = `${ended.stdout}\n${ended.stderr}`.trim().slice(-2000);
      throw new Error(`${command.join(' ')} ended with ${ended.exitCode ?? ended.killedBy}:\n${said}`);
    }
  }
  writeFileSync(marker, state);
  return installation;
}

/** Of all files of a folder, their names and what they hold. */
function stateOf(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).sort()) {
    hash.update(path.slice(folder.length)).update(readFileSync(path));
  }
  return hash.digest('hex');
}
