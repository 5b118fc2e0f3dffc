import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { findProgram } from './find-program.ts';
import type { ServiceUser } from './service-user.ts';
import { StoreFailure } from './store-failure.ts';

/** How long a program may take to end in good order; whoever wants it ended waits for 2 s. */
const graceSeconds = 1.5;
const lastWordsLength = 2000;

export interface ProgramOptions {
  /** Undefined for whoever runs this. */
  readonly user: ServiceUser | undefined;
  /** Ends the program when it aborts. */
  readonly signal: AbortSignal;
  /** What ends it in good order, and what it gets should this process be killed. */
  readonly stopSignal: 'SIGINT' | 'SIGTERM' | 'SIGKILL';
  readonly input?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Ends of what runs now. */
const running = new Set<Promise<string>>();

/** Resolves once every program has ended. */
export async function allEnded(): Promise<void> {
  await Promise.all(running);
}

/** A program that must not outlive this process. */
export class Program {
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<string>;
  readonly #words = { stdout: '', stderr: '' };

  /** @param command the program's path and its arguments, none of which may be secret */
  constructor(
    command: readonly string[],
    { user, signal, stopSignal, input = '', variables }: ProgramOptions,
  ) {
    signal.throwIfAborted();
    const path = process.env.PATH ?? '';
    const setpriv = findProgram(['setpriv'], path);
    const tied = setpriv === undefined ? [] : [setpriv, '--pdeathsig', stopSignal.slice('SIG'.length)];
    const [file = '', ...args] = [...tied, ...command];
    this.#name = basename(command[0] ?? '') + (user === undefined ? '' : `, run as ${user.name},`);
    this.#child = spawn(file, args, {
      // Another user may not be allowed into the current folder, and nobody but root may write to this one.
      cwd: '/',
      // Nothing of the shell's: PGDATA or a locale would change what is measured. By the last one a lab knows its own.
      env: { PATH: path, LC_ALL: 'C', HEADROOM_FAMILY: process.env.HEADROOM_FAMILY, ...variables },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(user && { uid: user.uid, gid: user.gid }),
    });
    // It may end without having read its input.
    this.#child.stdin?.on('error', () => {}).end(input);
    for (const stream of ['stdout', 'stderr'] as const) {
      this.#child[stream]?.setEncoding('utf8').on('data', (text: string) => {
        this.#words[stream] = (this.#words[stream] + text).slice(-lastWordsLength);
      });
    }
    const ended = this.#awaitEnd(signal);
    running.add(ended);
    ended.finally(() => running.delete(ended));
    this.#ended = ended;
    signal.addEventListener('abort', () => this.#stop(stopSignal), { once: true });
  }

  /** Rejects with a `StoreFailure` unless it ends with success. */
  async success(): Promise<void> {
    const how = await this.#ended;
    if (how !== 'code 0') throw this.#failure(how);
  }

  /** Resolves once it has said this. Rejects with a `StoreFailure` when it ends without. */
  async says(words: RegExp): Promise<void> {
    const heard = new Promise<void>((resolve) => {
      const listen = () => words.test(this.#words.stdout + this.#words.stderr) && resolve();
      this.#child.stdout?.on('data', listen);
      this.#child.stderr?.on('data', listen);
    });
    await Promise.race([heard, this.death()]);
  }

  /** For one that is not to end: rejects with a `StoreFailure` when it does. */
  async death(): Promise<never> {
    throw this.#failure(await this.#ended);
  }

  async #awaitEnd(signal: AbortSignal): Promise<string> {
    const closed = once(this.#child, 'close').catch(() => {});
    const how = await new Promise<string>((resolve) => {
      this.#child
        .once('exit', (code, killer) => resolve(killer === null ? `code ${code}` : killer))
        .once('error', ({ message }) => resolve(message));
    });
    // Last words may still be on their way; nobody waits for them when the end was wanted.
    if (!signal.aborted) await closed;
    return how;
  }

  #stop(stopSignal: NodeJS.Signals): void {
    this.#child.kill(stopSignal);
    const force = setTimeout(() => this.#child.kill('SIGKILL'), graceSeconds * 1000);
    this.#ended.finally(() => clearTimeout(force));
  }

  /** What it said as an error, or else what it said at all. */
  #failure(how: string): StoreFailure {
    const lastWords = this.#words.stderr.trim() || this.#words.stdout.trim() || 'it said nothing';
    return new StoreFailure(`${this.#name} ended with ${how}: ${lastWords}`);
  }
}
