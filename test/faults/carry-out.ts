import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { endWithTests } from '@headroom/contract/fixtures/end-with-tests.ts';
import { vi } from 'vitest';
import { runCli } from '../../bench/cli/run-cli.ts';
import { repositoryRoot } from '../../bench/config/repository-root.ts';
import { noteSignalListeners } from '../../bench/fixtures/signal-listeners.ts';
import type { Place } from './place.ts';

/** How a command ended, and what it said on either output. */
export interface Ended {
  readonly exitCode: number | null;
  readonly said: readonly string[];
  readonly complaints: readonly string[];
}

export type CarryOut = (words: readonly string[], place: Place) => Promise<Ended>;

/** Whatever is not refused before would find no k6 to load anything with. */
const guarded = ({ temporary, folder, variables }: Place) => ({
  ...{ HEADROOM_K6: '/nonexistent/k6', TMPDIR: temporary, HOME: folder },
  ...variables,
});

/** The command line in this process, without a program on its PATH. */
export async function inThisProcess(words: readonly string[], place: Place): Promise<Ended> {
  const said: string[] = [];
  const complaints: string[] = [];
  const removeListeners = noteSignalListeners();
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((line) => void said.push(String(line))),
    vi.spyOn(console, 'error').mockImplementation((line) => void complaints.push(String(line))),
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => Boolean(said.push(String(chunk)))),
  ];
  const variables = { PATH: '/nonexistent', ...guarded(place) };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  try {
    return { exitCode: await runCli(words), said, complaints };
  } finally {
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
    removeListeners();
  }
}

/** The command as a user starts it. */
export async function asCommand(words: readonly string[], place: Place): Promise<Ended> {
  const command = spawn(join(repositoryRoot, 'bench/bin/headroom'), words, {
    env: { ...process.env, ...guarded(place) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => endWithTests(command).on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(command.stdout), text(command.stderr)]);
  return { exitCode: await exited, said: linesOf(stdout), complaints: linesOf(stderr) };
}

const linesOf = (output: string): string[] => output.replace(/\n$/, '').split('\n').filter(Boolean);
