import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endWithTests } from '@headroom/contract/fixtures/end-with-tests.ts';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { type TrialRecord, trialRecordSchema } from '@headroom/contract/records.ts';
import { type Cell, type Report, reportSchema } from '@headroom/contract/report.ts';
import { repositoryRoot } from '../../bench/config/repository-root.ts';

export const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

/** How a command ended, and what it said. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command line under way. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves with the match once the output so far matches. Rejects when the command ends before. */
  says(pattern: RegExp): Promise<RegExpMatchArray>;
}

/** A lab with ports and a results folder of its own, so that tests and people do not meet. */
export interface TestLab {
  readonly out: string;
  readonly ports: Readonly<Record<'api' | 'metrics' | 'upstream' | 'postgres' | 'redis', number>>;
  /** @param script of bash that is to call the command line, which it is given as its arguments: `"$@" | head -1` */
  start(args: readonly string[], environment?: Record<string, string>, script?: string): Running;
  run(args: readonly string[], environment?: Record<string, string>): Promise<Ended>;
  /** Writes a configuration file and gives the flags that name it. */
  configure(options: unknown): string[];
  report(): Report;
  records(): TrialRecord[];
  /** Processes of this lab that are still there, as command lines. */
  leftovers(): string[];
}

/** Where a lab is that is not of this checkout. */
interface Place {
  readonly checkout: string;
  /** For its settings and its results. */
  readonly folder: string;
}

/** @param variables of the shell that every command of this lab gets; ports that they do not name are free ones */
export async function testLab(
  variables: Readonly<Record<string, string>> = {},
  place: Place | null = null,
): Promise<TestLab> {
  const folder = place?.folder ?? mkdtempSync(join(tmpdir(), 'headroom-test-'));
  const program = join(place?.checkout ?? repositoryRoot, 'bench/bin/headroom');
  const out = join(folder, 'results');
  const portOf = async (name: string): Promise<number> => Number(variables[name] ?? (await freePort()));
  const [api, metrics] = [await portOf('API_PORT'), await portOf('API_METRICS_PORT')];
  const [fastapi, fastapiMetrics, upstream] = [await freePort(), await freePort(), await freePort()];
  const [postgres, redis] = [await freePort(), await freePort()];
  const latest = (name: string) => readFileSync(join(out, 'latest', name), 'utf8');

  const start: TestLab['start'] = (args, environment = {}, script) => {
    const runtime = args[0] === 'run' && !args.includes('--runtime') ? ['--runtime', 'native'] : [];
    const results = args[0] === 'up' || args[0] === 'down' ? [] : ['--out', out];
    const command = [program, ...args, ...runtime, ...results];
    const [file = '', ...words] = script === undefined ? command : ['bash', '-c', script, 'bash', ...command];
    const child = spawn(file, words, {
      env: {
        ...process.env,
        API_PORT: String(api),
        API_METRICS_PORT: String(metrics),
        FASTAPI_PORT: String(fastapi),
        UPSTREAM_PORT: String(upstream),
        FASTAPI_METRICS_PORT: String(fastapiMetrics),
        POSTGRES_PORT: String(postgres),
        REDIS_PORT: String(redis),
        ...variables,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return watch(endWithTests(child));
  };
  return {
    out,
    ports: { api, metrics, upstream, postgres, redis },
    start,
    run: (args, environment) => start(args, environment).ended,
    configure: (options) => {
      const file = join(folder, 'test.config.ts');
      writeFileSync(file, `export default ${JSON.stringify(options)};\n`);
      return ['--config', file];
    },
    report: () => reportSchema.parse(JSON.parse(latest('report.json'))),
    records: () =>
      latest('trials.ndjson')
        .trim()
        .split('\n')
        .map((line) => trialRecordSchema.parse(JSON.parse(line))),
    leftovers: () => {
      const own = new Set([
        `API_PORT=${api}`,
        `FASTAPI_PORT=${fastapi}`,
        `UPSTREAM_PORT=${upstream}`,
        `STORES_POSTGRES_PORT=${postgres}`,
        `STORES_REDIS_PORT=${redis}`,
      ]);
      return commandLines()
        .filter(
          ({ environment, command }) =>
            environment.split(' ').some((variable) => own.has(variable)) || command.includes(out),
        )
        .map(({ command }) => command);
    },
  };
}

function watch(child: ChildProcess): Running {
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  const hear = (take: (text: string) => void) => (chunk: Buffer) => {
    take(chunk.toString());
    for (const listener of listeners) listener();
  };
  child.stdout?.on(
    'data',
    hear((text) => {
      stdout += text;
    }),
  );
  child.stderr?.on(
    'data',
    hear((text) => {
      stderr += text;
    }),
  );
  const ended = once(child, 'close').then(([exitCode]) => ({
    exitCode: exitCode as number | null,
    stdout,
    stderr,
  }));

  const says = (pattern: RegExp): Promise<RegExpMatchArray> =>
    new Promise((resolve, reject) => {
      const listen = () => {
        const match = pattern.exec(stdout + stderr);
        if (!match) return;
        listeners.delete(listen);
        resolve(match);
      };
      listeners.add(listen);
      listen();
      ended.then(() => reject(new Error(`it ended without saying ${pattern}:\n${stdout}\n${stderr}`)));
    });
  return { process: child, ended, says };
}

/** Waits for a process by polling /proc, which has no events. Both texts have their parts set apart by spaces. */
export async function findProcess(
  isMeant: (candidate: { readonly command: string; readonly environment: string }) => boolean,
): Promise<number> {
  for (;;) {
    const found = commandLines().find(isMeant);
    if (found) return found.pid;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Every process of this machine that can be read; none where there is no /proc. */
export function commandLines(): { pid: number; command: string; environment: string }[] {
  const read = (file: string): string => {
    try {
      return readFileSync(file, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  };
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => ({
    pid: Number(pid),
    command: read(`/proc/${pid}/cmdline`),
    environment: read(`/proc/${pid}/environ`),
  }));
}

export function cellOf(report: Report, endpoint: string, vus: number): Cell {
  const cell = report.cells.find((candidate) => candidate.endpoint === endpoint && candidate.vus === vus);
  if (!cell) throw new Error(`no cell for ${endpoint} at ${vus}: ${JSON.stringify(report.excluded)}`);
  return cell;
}
