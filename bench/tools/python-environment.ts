import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { type ToolVariables, toolEnvironment } from '../config/environment.ts';
import { cacheRoot } from './cache-folder.ts';
import { programsOnPath } from './programs-on-path.ts';
import { reasonOf } from './reason.ts';
import type { Reporting } from './reporting.ts';
import { runProgram } from './run-program.ts';

const oldest = { major: 3, minor: 11 };
const limitSeconds = { version: 10, create: 60, install: 300 };

/**
 * An interpreter with exactly the packages that a requirements file pins, in a virtual environment of the
 * cache that is made on first use. Another Python or other pins give another environment.
 * @returns the path of the interpreter
 * @throws BenchError BENCH_TOOLS_PYTHON_MISSING with the ways to get it, BENCH_RUN_INTERRUPTED when the signal aborts
 */
export async function pythonEnvironment(
  requirements: string,
  environment: ToolVariables,
  { announce, signal }: Reporting,
): Promise<string> {
  try {
    const { path, version } = await findPython(environment, signal);
    const pins = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
    const folder = join(cacheRoot(environment), 'python', `${version}-${pins}`);
    const complete = join(folder, '.complete');
    if (!existsSync(complete)) {
      announce(`Making a virtual environment of Python ${version} for FastAPI (once, about half a minute)`);
      await make(path, folder, requirements, signal);
      await writeFile(complete, '');
    }
    return join(folder, 'bin', 'python');
  } catch (cause) {
    throw signal.aborted ? interrupted(cause) : missing(cause);
  }
}

async function findPython({ PATH }: ToolVariables, signal: AbortSignal) {
  const passedOver: string[] = [];
  const names = ['python3', 'python3.13', 'python3.12', 'python3.11'];
  for (const path of names.flatMap((name) => programsOnPath(PATH, name))) {
    const { stdout } = await run(path, ['--version'], limitSeconds.version, signal);
    const [, version = '', major, minor] = /^Python ((\d+)\.(\d+)\.\d+)/.exec(stdout) ?? [];
    if (Number(major) === oldest.major && Number(minor) >= oldest.minor) return { path, version };
    passedOver.push(`${path} is ${version || stdout.trim()}`);
  }
  const found = passedOver.length > 0 ? `; ${passedOver.join(', ')}` : '';
  throw new Error(`no Python ${oldest.major}.${oldest.minor} or later is on the PATH${found}`);
}

async function make(
  python: string,
  folder: string,
  requirements: string,
  signal: AbortSignal,
): Promise<void> {
  // What a stopped run has left behind is of no use.
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await run(python, ['-m', 'venv', folder], limitSeconds.create, signal);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
  const exactly = ['--require-hashes', '--only-binary', ':all:', '--requirement', requirements];
  await run(join(folder, 'bin', 'python'), [...pip, ...exactly], limitSeconds.install, signal);
}

async function run(file: string, args: readonly string[], seconds: number, signal: AbortSignal) {
  const ended = await runProgram(file, args, { env: toolEnvironment(), limitSeconds: seconds, signal });
  if (ended.exitCode === 0) return ended;
  const said = (ended.stderr || ended.stdout).trim().split('\n').at(-1) ?? '';
  const command = `${file} ${args.slice(0, 3).join(' ')}`;
  throw new Error(`${command} ended with ${ended.exitCode ?? ended.killedBy}: ${said.slice(0, 300)}`);
}

function missing(cause: unknown): BenchError {
  return new BenchError(
    'BENCH_TOOLS_PYTHON_MISSING',
    `FastAPI cannot be started: ${reasonOf(cause)}. Expected Python ${oldest.major}.${oldest.minor} or later with venv and pip, ` +
      'and a package index that answers. Install it (Debian: apt install python3-venv), or leave the subject fastapi out.',
    { cause },
  );
}

function interrupted(cause: unknown): BenchError {
  return new BenchError(
    'BENCH_RUN_INTERRUPTED',
    'stopped while the environment of FastAPI was being made; nothing has been measured yet. Start it again when you like.',
    { cause },
  );
}
