import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { engineEnvironment } from '../../../config/environment.ts';
import { killFamilies } from '../kill-families.ts';
import type { Charge } from './charge.ts';

const [script, sweep] = ['watchdog.sh', 'sweep.ts'].map((name) => join(import.meta.dirname, name));

const charges = new Set<Charge>();
let pipe: Writable | null = null;

// The second Ctrl-C, or a defect, ends this process at once.
process.on('exit', () => {
  const families = [...charges].flatMap((charge) => (charge.kind === 'family' ? [charge.family] : []));
  if (families.length > 0) killFamilies(families);
});

/**
 * Has something ended or removed should this process end without having done so, in whatever way it ends. Gives the
 * function that takes it off again.
 */
export function watch(charge: Charge): () => void {
  charges.add(charge);
  tell();
  return () => {
    if (charges.delete(charge)) tell();
  };
}

/** All that is in charge, each time, in a line: the last one holds. */
function tell(): void {
  pipe ??= startWatchdog();
  pipe?.write(`${JSON.stringify([...charges])}\n`);
}

/** Starts the process that waits for the end of this one. Null where that cannot be done. */
function startWatchdog(): Writable | null {
  const watchdog = spawn(
    '/bin/sh',
    [script as string, String(process.pid), process.execPath, sweep as string],
    {
      cwd: '/',
      env: engineEnvironment(),
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      // What ends the group or the terminal of this process does not reach it.
      detached: true,
    },
  );
  const end = watchdog.stdio[3] as Writable & { unref(): void };
  // It was killed, or there is no shell: the next charge starts another one.
  const forget = () => {
    if (pipe === end) pipe = null;
  };
  watchdog.on('error', forget).unref();
  end.on('error', forget).unref();
  return end;
}
