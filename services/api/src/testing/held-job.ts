import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The same for all: a thread searches only ever one file. */
const pipe = join(tmpdir(), `held-job-${process.pid}`);

/** A job that goes on until the test ends it, and without CPU: SQLite waits for somebody to write into a pipe. */
export interface HeldJob {
  readonly name: 'findItem';
  readonly input: string;
  /** Waits for its begin too. Should it be done again, it will fail at once. */
  end(): Promise<void>;
  /** Where the process that it held is gone. */
  remove(): void;
}

export function heldJob(): HeldJob {
  rmSync(pipe, { force: true });
  execFileSync('mkfifo', [pipe]);
  return {
    name: 'findItem',
    input: pipe,
    async end() {
      const writer = await open(pipe, 'w');
      await rm(pipe);
      await writer.close();
    },
    remove: () => rmSync(pipe),
  };
}
