import { BenchError } from '@headroom/contract/errors.ts';
import { demandPatience } from './demand-patience.ts';
import { compose, composeWords, docker, watchDocker } from './docker.ts';
import { whyNotUp } from './why-not-up.ts';

/** How the lab is started. */
interface Start {
  /** Of docker-compose.yml, over .env. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Services that are to run beside what .env names. */
  readonly further?: readonly string[];
}

const downWords = ['down', '--remove-orphans', '--timeout', '3'];

/** Names of the services of this project that run now. */
export async function runningServices(): Promise<string[]> {
  const { stdout } = await docker(['compose', 'ps', '--status', 'running', '--services']);
  return stdout.split('\n').filter(Boolean);
}

/** Names of the services that an `up` starts, by the profiles of .env. */
export async function activeServices(): Promise<string[]> {
  const { stdout } = await docker(['compose', 'config', '--services']);
  return stdout.split('\n').filter(Boolean);
}

/**
 * Starts the observers, and the subject that they wait for. What it has started is taken away again where it fails.
 * @throws BenchError BENCH_PREFLIGHT_COMPOSE, or BENCH_RUN_INTERRUPTED when the signal aborts
 */
export async function up(signal: AbortSignal, { variables = {}, further = [] }: Start = {}): Promise<void> {
  const before = await runningContainers();
  const words = await upWords(further, '--wait', '--wait-timeout', '300');
  const started = await docker(words, { signal, variables, patienceSeconds: 360 });
  if (started.ok && !signal.aborted) return;
  const reasons = signal.aborted ? [] : await whyNotUp();
  const gone = await takeBack(before);
  demandPatience(signal);
  const loss =
    gone.length === 0 ? '' : ` ${gone.join(' and ')} had to be made anew, and cannot be with these settings.`;
  throw new BenchError(
    'BENCH_PREFLIGHT_COMPOSE',
    `the lab did not come up: ${reasons.join('; ') || started.complaint}.${loss}${startAdvice(started.complaint)}`,
  );
}

/** What the engine says of limits that it cannot keep has no name that a user knows. */
function startAdvice(complaint: string): string {
  if (/rlimit/.test(complaint))
    return ' The engine itself may have fewer files open: lower OPEN_FILES in .env.';
  if (/cpuset.* not available/.test(complaint)) {
    return ' The engine may not pin containers to CPUs: see "Other engines" in docs/lab.md.';
  }
  return '';
}

/** Says to start what .env names, and these services. */
async function upWords(further: readonly string[], ...flags: string[]): Promise<string[]> {
  if (further.length === 0) return ['compose', 'up', '--detach', ...flags];
  const services = [...new Set([...(await activeServices()), ...further])];
  return composeWords(['up', '--detach', ...flags, ...services]);
}

/**
 * Removes what runs and did not before: of a lab that was not up all.
 * @param before containers with their services
 * @returns services that were up and are no longer, as their containers had been replaced
 */
async function takeBack(before: ReadonlyMap<string, string>): Promise<string[]> {
  if (before.size === 0) {
    await down();
    return [];
  }
  const services = [...(await containers())].flatMap(([id, service]) => (before.has(id) ? [] : [service]));
  if (services.length > 0) await compose(['rm', '--force', '--stop', '--volumes', ...services]);
  return services.filter((service) => [...before.values()].includes(service));
}

const runningContainers = () => containers('--status', 'running');

/** Those of this project, with their services. */
async function containers(...which: string[]): Promise<Map<string, string>> {
  const { stdout } = await docker([
    'compose',
    'ps',
    ...(which.length > 0 ? which : ['--all']),
    '--format',
    '{{.ID}} {{.Service}}',
  ]);
  const lines = stdout.split('\n').filter(Boolean);
  return new Map(lines.map((line) => line.split(' ') as [string, string]));
}

/**
 * Has the lab put back to how it was found should this process end before it does so itself. Gives the function that takes
 * that off again.
 * @param stays whether it was up
 * @param start as it was
 */
export async function watchStack(
  stays: boolean,
  { variables = {}, further = [] }: Start,
): Promise<() => void> {
  return watchDocker(stays ? await upWords(further) : composeWords(downWords), variables);
}

/** Removes everything of the project but the measured data: volumes stay until `make down`. */
export async function down(): Promise<void> {
  await compose(downWords, { patienceSeconds: 300 });
}

/** Removes everything of the project, the volumes included. @throws BenchError BENCH_PREFLIGHT_COMPOSE */
export async function remove(): Promise<void> {
  const removed = await compose([...downWords, '--volumes'], { patienceSeconds: 300 });
  if (removed.ok) return;
  throw new BenchError(
    'BENCH_PREFLIGHT_COMPOSE',
    `the lab cannot be taken down, and may still be up: ${removed.complaint}. Mend .env or start the engine, and do it again.`,
  );
}
