import { docker } from './docker.ts';

/** Above this share of its memory limit a container that cannot get ready is taken to lack memory. */
const nearLimitPercent = 80;

interface Seen {
  readonly service: string;
  readonly container: string;
  readonly exitCode: string;
  /** Empty where it has no check. */
  readonly health: string;
}

/**
 * Why the lab did not come up, from the containers themselves: to be asked before they are removed.
 * @returns one sentence for each service in trouble; none when every container is well
 */
export async function whyNotUp(): Promise<string[]> {
  const { stdout } = await docker([
    'compose',
    'ps',
    '--all',
    '--format',
    '{{.Service}} {{.Name}} {{.ExitCode}} {{.Health}}',
  ]);
  const all = stdout.split('\n').map((line): Seen => {
    const [service = '', container = '', exitCode = '', health = ''] = line.split(' ');
    return { service, container, exitCode, health };
  });
  const failed = all.filter(({ exitCode, health }) => health === 'unhealthy' || Number(exitCode) > 0);
  // Those that wait for one that failed are not to blame.
  const slow = all.filter(({ health }) => health === 'starting');
  return Promise.all((failed.length > 0 ? failed : slow).map(reasonOf));
}

async function reasonOf({ service, container, exitCode }: Seen): Promise<string> {
  // SIGKILL, which is how the kernel enforces the limit.
  if (exitCode === '137') return `${service} was killed: its memory limit in .env may be too low`;
  const lastWords = `its last line was: ${await lastLineOf(service)}`;
  if (Number(exitCode) > 0) return `${service} ended with code ${exitCode}, ${lastWords}`;
  const { stdout } = await docker([
    'stats',
    '--no-stream',
    '--format',
    '{{.MemPerc}} {{.MemUsage}}',
    container,
  ]);
  const [share = '', ...usage] = stdout.trim().split(' ');
  return Number.parseFloat(share) >= nearLimitPercent
    ? `${service} did not get ready, with ${usage.join(' ')} of memory in use: its limit in .env is too low`
    : `${service} did not get ready, ${lastWords}`;
}

/** From Compose, because `docker logs` would give each stream on its own. */
async function lastLineOf(service: string): Promise<string> {
  const { stdout } = await docker([
    'compose',
    'logs',
    '--no-log-prefix',
    '--no-color',
    '--tail',
    '1',
    service,
  ]);
  return stdout.trim() || '(it said nothing)';
}
