import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../bench/config/repository-root.ts';

const folder = join(repositoryRoot, 'grafana/proof');
const limitMilliseconds = 900_000;

/**
 * Installs Grafana's libraries on first use (about 40 s, 630 MB) and builds the page that draws with them, where it is not
 * built from these files.
 * @param say what takes long
 * @returns the page's file
 * @throws Error with what npm or Vite complained of
 */
export async function preparePage(say: (what: string) => void): Promise<string> {
  await once('node_modules/.headroom-installed', ['package.json', 'package-lock.json'], async () => {
    say("Installing Grafana's libraries (once, about a minute) ...");
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  });
  await once('dist/.headroom-built', ['package-lock.json', 'vite.config.ts', ...sources()], async () => {
    say('Building the page ...');
    await run(process.execPath, [
      join(repositoryRoot, 'node_modules/vite/bin/vite.js'),
      'build',
      '--logLevel',
      'error',
    ]);
  });
  return join(folder, 'index.html');
}

/** Throws what the compiler says of the page's sources, which the packages of the lab alone cannot type. */
export async function checkTypes(): Promise<void> {
  await run(process.execPath, [join(repositoryRoot, 'node_modules/typescript/bin/tsc'), '--project', folder]);
}

const sources = (): string[] =>
  readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();

/** Does something unless a marker says that it was done from the same files. */
async function once(marker: string, files: readonly string[], act: () => Promise<void>): Promise<void> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  const state = hash.digest('hex');
  const path = join(folder, marker);
  if (existsSync(path) && readFileSync(path, 'utf8') === state) return;
  await act();
  writeFileSync(path, state);
}

async function run(file: string, words: readonly string[]): Promise<void> {
  // Vitest says NODE_ENV=test, with which React would be built for development.
  const env = { ...process.env, NODE_ENV: 'production', NODE_DISABLE_COMPILE_CACHE: '1' };
  await promisify(execFile)(file, words, {
    cwd: folder,
    env,
    timeout: limitMilliseconds,
    killSignal: 'SIGKILL',
  }).catch((cause: Error & { stdout?: string; stderr?: string }) => {
    const said = `${cause.stdout ?? ''}\n${cause.stderr ?? ''}`.trim().slice(-2000);
    throw new Error(`${[file, ...words].join(' ')} failed:\n${said}`, { cause });
  });
}
