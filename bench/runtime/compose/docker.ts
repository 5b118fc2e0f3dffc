import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { childEnvironment } from '../../config/environment.ts';
import { repositoryRoot } from '../../config/repository-root.ts';

const run = promisify(execFile);

/** What a docker command said, and whether it succeeded. */
export interface DockerAnswer {
  readonly ok: boolean;
  readonly stdout: string;
  /** The last line of its complaint, without decoration. */
  readonly complaint: string;
}

/**
 * Runs `docker` with these words, without a shell, at the top of the repository. Never rejects.
 * @param variables for the interpolation of docker-compose.yml, over .env
 */
export async function docker(
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<DockerAnswer> {
  try {
    const options = { cwd: repositoryRoot, env: composeEnvironment(variables), maxBuffer: 64 * 1024 * 1024 };
    const { stdout } = await run('docker', [...words], options);
    return { ok: true, stdout, complaint: '' };
  } catch (error) {
    return { ok: false, stdout: '', complaint: complaintOf(error) };
  }
}

/** The shell's variables, those of the lab's ports included: Compose reads them like the runner does. */
export function composeEnvironment(variables: Readonly<Record<string, string>>): Record<string, string> {
  const ports = Object.entries(process.env).filter(([name]) =>
    /^(API|FASTAPI)_((METRICS_)?PORT|IMAGE)$/.test(name),
  );
  return childEnvironment({ ...(Object.fromEntries(ports) as Record<string, string>), ...variables });
}

function complaintOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = 'stderr' in error ? String(error.stderr) : '';
  const lines = (said || error.message).split('\n').map((line) => line.trim());
  return lines.filter(Boolean).at(-1) ?? error.message;
}
