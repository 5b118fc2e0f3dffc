import { once } from 'node:events';
import { accessSync, constants, existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { ceilings } from '@headroom/contract/live-routes.ts';
import type { Command } from 'commander';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { makeFolder } from '../collect/disk.ts';
import { filesOf } from '../collect/run-folder.ts';
import { storageError } from '../collect/storage-error.ts';
import { readEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import type { OptionSource } from '../config/option-source.ts';
import { wholeNumber } from '../config/quantities.ts';
import { repositoryRoot } from '../config/repository-root.ts';
import { resumeHint } from '../headroom-command.ts';
import { portState } from '../runtime/native/ports.ts';
import { liveApp } from '../serve/app.ts';
import type { Conductor } from '../serve/conductor.ts';
import { grafanaUrl } from '../serve/grafana.ts';
import { labCatalogue } from '../serve/lab-catalogue.ts';
import { makeConductor, type Settings } from '../serve/make-conductor.ts';
import { accessToken } from '../serve/security/access-token.ts';
import {
  inAddress,
  isEveryAddress,
  isLoopback,
  type ServerAddress,
} from '../serve/security/server-address.ts';
import { print } from '../words/terminal.ts';
import { interruption } from './interruption.ts';
import { resumeFlagsOf } from './resume-flags.ts';

type Flags = { config?: string } & Record<string, unknown>;

/** Where the server speaks, and how it is told to end. */
interface Surroundings {
  say(line: string): void;
  readonly signal: AbortSignal;
  /** Where the built page lies. */
  readonly uiFolder: string;
  /** Flags of this command that `resume` takes again. */
  readonly resumeFlags: readonly string[];
  makeConductor(settings: Settings): Conductor;
}

/** `headroom serve`. */
export function addServeCommand(
  program: Command,
  sourcesOf: (flags: Flags) => Promise<OptionSource[]>,
): void {
  program
    .command('serve')
    .description('serve the live page: start a run, watch it, change its users while it runs')
    .option('--port <number>', 'where it listens (default: UI_PORT of .env, 8089)')
    .option('--host <address>', 'at which address; others than this machine need a token', '127.0.0.1')
    .option('--users-max <number>', 'the most users that the page may ask for (default: 1000)')
    .option('--config <file>', 'settings (default: headroom.config.ts, if there is one)')
    .option('--out <folder>', 'where results go (default: results)')
    .action(async ({ port, host, usersMax, ...flags }: Flags) => {
      const uiFolder = join(repositoryRoot, 'ui', 'dist');
      // A file of settings that never finishes loading is ended by Ctrl-C as anything else.
      const sources = await sourcesOf(flags);
      await serve({ port, host, usersMax }, sources, {
        say: print,
        signal: interruption(print),
        uiFolder,
        resumeFlags: resumeFlagsOf(flags),
        makeConductor,
      });
    });
}

/**
 * Serves the live page until the signal aborts; then the run in hand is ended in good order.
 * @throws BenchError BENCH_SERVE_* or BENCH_CONFIG_* where it cannot be served, BENCH_RUN_INTERRUPTED where a run was
 * in hand when it ended
 */
export async function serve(
  flags: Flags,
  sources: readonly OptionSource[],
  { say, signal, uiFolder, resumeFlags, makeConductor }: Surroundings,
): Promise<void> {
  const environment = readEnvironment();
  const { host, usersMax, port = environment.UI_PORT } = readFlags(flags);
  const token = accessToken(host, environment.HEADROOM_TOKEN);
  demandBuilt(uiFolder);
  const lab = labCatalogue(sources, usersMax);
  const { out } = loadConfig(sources);
  demandFolder(out);
  // A link to it would lead others to their own machine.
  const k6DashboardPort = isLoopback(host) ? environment.K6_DASHBOARD_PORT : null;
  const conductor = makeConductor({ sources, out, usersMost: usersMax, k6DashboardPort });
  const app = await liveApp({
    conductor,
    lab: () => lab,
    grafanaUrl: () => grafanaUrl(environment.GRAFANA_PORT),
    out,
    uiFolder,
    address: { host, port },
    token,
    now: () => Date.now() / 1000,
  });
  await listen(app, { host, port });
  say(`The live page is at ${linkOf({ host, port }, token)} until Ctrl-C.`);
  if (!signal.aborted) await once(signal, 'abort');
  await end(app, conductor, out, resumeFlags);
}

const flagsSchema = z.object({
  port: wholeNumber(1, 65_535).optional(),
  host: z.string().min(1, { error: 'expected an address of this machine' }),
  usersMax: wholeNumber(1, ceilings.users).default(ceilings.users),
});

function readFlags(flags: Flags): z.output<typeof flagsSchema> {
  const parsed = flagsSchema.safeParse(flags);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0]);
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `--${name === 'usersMax' ? 'users-max' : name} is ${JSON.stringify(flags[name])}: ${issue?.message}.`,
  );
}

function demandBuilt(uiFolder: string): void {
  if (existsSync(join(uiFolder, 'index.html'))) return;
  throw new BenchError(
    'BENCH_SERVE_NOT_BUILT',
    `${uiFolder} has no page: expected one that was built. make ui builds and serves it.`,
  );
}

/** Before anybody is asked to wait for what cannot be kept. */
function demandFolder(out: string): void {
  try {
    makeFolder(out);
    accessSync(out, constants.W_OK);
  } catch (error) {
    throw storageError(out, error);
  }
}

async function listen(app: FastifyInstance, { host, port }: ServerAddress): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EADDRINUSE' || code === 'EACCES') throw await portTaken(port, code);
    throw new BenchError(
      'BENCH_CONFIG_INVALID',
      `--host is ${JSON.stringify(host)}, where nothing can listen (${code ?? error}): expected an address of this machine, such as 127.0.0.1.`,
      { cause: error },
    );
  }
}

async function portTaken(port: number, code: string): Promise<BenchError> {
  const state = await portState(port);
  const holder = state.free ? null : state.holder;
  const why =
    code === 'EACCES' ? 'needs privileges' : `is taken by ${holder ?? 'a process that cannot be told'}`;
  return new BenchError(
    'BENCH_SERVE_PORT_TAKEN',
    `port ${port} ${why}: expected a free one. Set UI_PORT or --port to another, or end that process.`,
  );
}

/** The address of the page, with what lets its reader in. */
function linkOf({ host, port }: ServerAddress, token: string | null): string {
  const page = `http://${inAddress(isEveryAddress(host) ? anAddress() : host)}:${port}/`;
  return token === null ? page : `${page}?token=${encodeURIComponent(token)}`;
}

/** One at which others reach this machine, where it listens at all of them. */
function anAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.1';
}

async function end(
  app: FastifyInstance,
  conductor: Conductor,
  out: string,
  resumeFlags: readonly string[],
): Promise<void> {
  const interrupted = conductor.current();
  // First the run, so that whoever watches still sees how it ended.
  await conductor.close();
  await app.close();
  if (interrupted === null) return;
  throw new BenchError(
    'BENCH_RUN_INTERRUPTED',
    `${interrupted.runId} was stopped; what was measured is kept. ${resumeHint(filesOf(out, interrupted.runId), resumeFlags)}`,
  );
}
