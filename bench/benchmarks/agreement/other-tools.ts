import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../config/repository-root.ts';

/** What another load generator is asked for; seconds. */
export interface Asked {
  readonly url: string;
  readonly users: number;
  readonly warmupSeconds: number;
  readonly durationSeconds: number;
}

/** Right answers inside the window. */
export type Tool = (asked: Asked) => number;

const pins = { autocannon: 'autocannon@9.0.0', locust: 'locust==2.47.0' };
const here = join(repositoryRoot, 'bench/benchmarks/agreement');

/** Installs autocannon below `folder`. @throws Error where it cannot be had */
export function autocannon(folder: string): Tool {
  const home = join(folder, 'autocannon');
  mkdirSync(home, { recursive: true });
  const module = join(home, 'node_modules/autocannon/autocannon.js');
  if (!existsSync(module)) {
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', home, pins.autocannon]);
  }
  return (asked) => {
    const seconds = String(Math.ceil(asked.warmupSeconds + asked.durationSeconds + 1));
    const args = [join(here, 'autocannon-load.mjs'), module, asked.url, String(asked.users), seconds];
    return insideWindow(outputOf(process.execPath, args, {}), asked);
  };
}

/** Installs Locust below `folder`. @throws Error where it cannot be had */
export function locust(folder: string): Tool {
  const home = join(folder, 'locust');
  const program = join(home, 'bin/locust');
  if (!existsSync(program)) {
    execFileSync('python3', ['-m', 'venv', home]);
    execFileSync(join(home, 'bin/pip'), ['install', '--quiet', pins.locust]);
  }
  return (asked) => {
    const { origin, pathname, search } = new URL(asked.url);
    const seconds = Math.ceil(asked.warmupSeconds + asked.durationSeconds + 2);
    const users = String(asked.users);
    const args = [
      ...['--headless', '--only-summary', '--loglevel', 'ERROR', '--host', origin],
      ...['--locustfile', join(here, 'locustfile.py'), '--users', users, '--spawn-rate', users],
      ...['--run-time', `${seconds}s`, '--stop-timeout', '0'],
    ];
    return insideWindow(outputOf(program, args, { AGREEMENT_PATH: pathname + search }), asked);
  };
}

function outputOf(program: string, args: readonly string[], variables: Record<string, string>): number[] {
  const { stdout, stderr } = spawnSync(program, [...args], {
    env: { ...process.env, ...variables },
    encoding: 'utf8',
    timeout: 300_000,
    maxBuffer: 256 * 1024 * 1024,
  });
  const list = /\[[-\d., e]*\]/.exec(stdout)?.[0];
  if (list === undefined) throw new Error(`${program} gave no times: ${stderr.slice(-500)}`);
  return JSON.parse(list) as number[];
}

function insideWindow(times: readonly number[], { warmupSeconds, durationSeconds }: Asked): number {
  return times.filter((at) => at >= warmupSeconds && at < warmupSeconds + durationSeconds).length;
}
