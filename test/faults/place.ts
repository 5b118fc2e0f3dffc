import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** Where a fault is made: a folder of its own, with results in it or not. */
export interface Place {
  readonly folder: string;
  /** The results folder, which is not there at first. */
  readonly out: string;
  /** What the command takes for the temporary folder, where nothing may be left. */
  readonly temporary: string;
  /** Variables of the shell that the command gets. */
  readonly variables: Record<string, string>;
  /** Writes a file below the folder, and gives its path. */
  write(name: string, content: string | Buffer): string;
  /** Undone when the fault has been seen, the last first. */
  later(undo: () => unknown): void;
  end(): Promise<void>;
}

export function makePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-fault-'));
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  const undone: (() => unknown)[] = [];
  return {
    folder,
    temporary,
    variables: {},
    out: join(folder, 'results'),
    write(name, content) {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    later: (undo) => void undone.push(undo),
    async end() {
      for (const undo of undone.reverse()) await undo();
    },
  };
}

/** Every file and link below a folder with what it holds; empty folders are nothing. */
export function contentOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => !entry.isDirectory(),
  );
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const content = entry.isSymbolicLink() ? `-> ${readlinkSync(path)}` : readFileSync(path, 'latin1');
      return [relative(folder, path), content];
    }),
  );
}
