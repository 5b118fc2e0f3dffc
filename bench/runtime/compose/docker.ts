import { spawn } from 'node:child_process';
import { engineEnvironment } from '../../config/environment.ts';
import { repositoryRoot } from '../../config/repository-root.ts';

/** What a docker command said, and whether it succeeded. */
export interface DockerAnswer {
  readonly ok: boolean;
  readonly stdout: string;
  /** The last line of its complaint, without decoration. */
  readonly complaint: string;
}

interface Conditions {
  /** For the interpolation of docker-compose.yml, over .env. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Read after docker-compose.yml; null is none. */
  readonly furtherFile?: string | null;
  /** Ends the command in good order when it aborts. */
  readonly signal?: AbortSignal;
}

/**
 * Runs `docker` with these words, without a shell, at the top of the repository. Never rejects. In a process
 * group of its own, so that a Ctrl-C meant for the lab does not end it at any moment.
 */
export function docker(
  words: readonly string[],
  { variables = {}, signal }: Conditions = {},
): Promise<DockerAnswer> {
  return new Promise((resolve) => {
    const child = spawn('docker', words, {
      cwd: repositoryRoot,
      env: composeEnvironment(variables),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const stop = () => child.kill('SIGINT');
    signal?.addEventListener('abort', stop);
    const settle = (ok: boolean, complaint: string) => {
      signal?.removeEventListener('abort', stop);
      resolve(ok ? { ok, stdout, complaint: '' } : { ok, stdout: '', complaint: complaint });
    };
    child.once('error', (error) => settle(false, error.message));
    child.once('close', (code) =>
      settle(code === 0, complaintIn(stderr) ?? `docker ended with code ${code}`),
    );
    if (signal?.aborted) stop();
  });
}

/** Runs `docker compose` with these words on all services, whatever profiles they are in. Never rejects. */
export const compose = (words: readonly string[], conditions: Conditions = {}): Promise<DockerAnswer> =>
  docker(['compose', ...filesOf(conditions), '--profile', '*', ...words], conditions);

const filesOf = ({ furtherFile = null }: Conditions): string[] =>
  furtherFile === null ? [] : ['--file', 'docker-compose.yml', '--file', furtherFile];

/** The shell's variables, those of the lab's ports included: Compose reads them like the runner does. */
export function composeEnvironment(variables: Readonly<Record<string, string>>): Record<string, string> {
  const ports = Object.entries(process.env).filter(([name]) =>
    /^(API|FASTAPI|UPSTREAM)_((METRICS_)?PORT|IMAGE)$/.test(name),
  );
  return engineEnvironment({ ...(Object.fromEntries(ports) as Record<string, string>), ...variables });
}

/** The last thing said that is no warning. */
function complaintIn(stderr: string): string | undefined {
  return stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/\blevel=warning\b/.test(line))
    .at(-1);
}
