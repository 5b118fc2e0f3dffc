import { createInterface } from 'node:readline';
import { engineEnvironment, shellOverEnvFile } from '../../config/environment.ts';
import { repositoryRoot } from '../../config/repository-root.ts';
import { killFamilies } from '../native/kill-families.ts';
import { spawnWatched } from '../native/watchdog/spawn-watched.ts';
import { watch } from '../native/watchdog/watch.ts';

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
  /** Told each line of either stream. */
  readonly heard?: (line: string) => void;
  /** How long it may take, in seconds; null is as long as it takes. */
  readonly patienceSeconds?: number | null;
}

/** Containers start and stop within it on a machine that others keep busy. */
const patienceOfCommands = 120;
/** After a command that got no answer, until one does: else a run would wait for each in turn. */
const patienceAfterSilence = 10;
let silent = false;

/**
 * Runs `docker` with these words, at the top of the repository, as {@link spawnWatched} does. Never rejects, and ends a
 * command to which the engine gives no answer.
 */
export function docker(
  words: readonly string[],
  { variables = {}, signal, heard, patienceSeconds = patienceOfCommands }: Conditions = {},
): Promise<DockerAnswer> {
  return new Promise((resolve) => {
    const { child, family } = spawnWatched('docker', words, {
      cwd: repositoryRoot,
      env: composeEnvironment(variables),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    if (heard !== undefined) {
      for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', heard);
    }
    const stop = () => child.kill('SIGINT');
    signal?.addEventListener('abort', stop);
    let tooLong: string | null = null;
    const patience =
      patienceSeconds !== null && silent ? Math.min(patienceAfterSilence, patienceSeconds) : patienceSeconds;
    const giveUp = () => {
      silent = true;
      tooLong = `docker ${words[0]} got no answer within ${patience} s`;
      killFamilies([family]);
    };
    const timer = patience === null ? undefined : setTimeout(giveUp, patience * 1000);
    const settle = (ok: boolean, complaint: string) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      if (tooLong === null) silent = false;
      resolve(ok ? { ok, stdout, complaint: '' } : { ok, stdout: '', complaint: complaint });
    };
    child.once('error', (error) => settle(false, error.message));
    child.once('close', (code) =>
      settle(code === 0, tooLong ?? complaintIn(stderr) ?? `docker ended with code ${code}`),
    );
    if (signal?.aborted) stop();
  });
}

/** Runs `docker compose` with these words on all services, whatever profiles they are in. Never rejects. */
export const compose = (words: readonly string[], conditions: Conditions = {}): Promise<DockerAnswer> =>
  docker(composeWords(words, conditions.furtherFile ?? null), conditions);

/** Ends a container after so many seconds of grace. The long form has another name from Docker 28 on. */
export const stopWords = (graceSeconds: string): string[] => ['stop', '-t', graceSeconds];

/** What that says to `docker`. */
export const composeWords = (words: readonly string[], furtherFile: string | null = null): string[] => {
  const files = furtherFile === null ? [] : ['--file', 'docker-compose.yml', '--file', furtherFile];
  return ['compose', ...files, '--profile', '*', ...words];
};

/**
 * Has something said to `docker` should this process end before it takes that off again, by the function that this gives.
 * What was asked for last is said first.
 */
export const watchDocker = (
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): (() => void) =>
  watch({ kind: 'docker', command: { words, variables: { ...shellOverEnvFile(), ...variables } } });

/** The shell's variables, those that go before `.env` included: Compose reads them like the runner does. */
export const composeEnvironment = (variables: Readonly<Record<string, string>>): Record<string, string> =>
  engineEnvironment({ ...shellOverEnvFile(), ...variables });

/** The last thing said that is no warning. */
function complaintIn(stderr: string): string | undefined {
  return stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/\blevel=warning\b|^View build details/.test(line))
    .at(-1);
}
