import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { endWithTests } from '@headroom/contract/fixtures/end-with-tests.ts';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

type Env = Readonly<Record<string, string>>;

/** How a process ended. Exactly one of `code` and `signal` is not `null`. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ApiProcess {
  readonly process: ChildProcess;
  /** The first log line that `wanted` accepts. Rejects when the process ends without one. */
  logged(wanted: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  readonly ended: Promise<Ending>;
}

/** Starts the built service, on free ports and with one thread unless `env` says otherwise. */
export function startApi(env: Env = {}): ApiProcess {
  const child = spawn(process.execPath, [main], {
    // Of the shell's variables none but the temporary folder, where its data files go.
    env: {
      TMPDIR: tmpdir(),
      API_PORT: '0',
      API_METRICS_PORT: '0',
      API_POOL_SIZE: '1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithTests(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const lines = createInterface(child.stdout);
  const ended = once(child, 'close').then(([code, signal]): Ending => ({ code, signal, stdout, stderr }));
  return {
    process: child,
    ended,
    logged: (wanted) =>
      new Promise((resolve, reject) => {
        lines.on('line', (text) => {
          const line: Record<string, unknown> = JSON.parse(text);
          if (wanted(line)) resolve(line);
        });
        void ended.then((ending) => reject(new Error(`The service ended: ${JSON.stringify(ending)}`)));
      }),
  };
}

/** Starts the built service and waits until it listens. */
export async function startListeningApi(env: Env = {}) {
  const api = startApi(env);
  const { url, metricsPort } = await api.logged(({ msg }) => msg === 'listening');
  return { ...api, url: String(url), metricsPort: Number(metricsPort) };
}
