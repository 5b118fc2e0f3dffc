import { normalize } from 'node:path';
import type { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { create } from 'tar';
import type { RunFolder } from '../collect/run-folder.ts';
import { lockName } from '../collect/run-lock.ts';
import { unreadableFiles } from './unreadable-files.ts';

/** A run as one file, and what that is to be called. */
interface RunArchive {
  readonly name: string;
  readonly content: Readable;
}

/**
 * A run's folder as tar.gz, while it is read. Of what lies there links, pipes and the like are left out, and so is what
 * cannot be read, which its name then tells.
 */
export function runArchive({ path, runId }: RunFolder): RunArchive {
  const unreadable = unreadableFiles(path);
  const count = unreadable.length;
  const lack = count === 0 ? '' : `-without-${count}-unreadable-${count === 1 ? 'file' : 'files'}`;
  return { name: `${safeName(runId)}${lack}.tar.gz`, content: packed(path, runId, new Set(unreadable)) };
}

function packed(path: string, runId: string, unreadable: ReadonlySet<string>): Readable {
  const pack = create(
    {
      cwd: path,
      prefix: safeName(runId),
      portable: true,
      // With several at once it may wait for ever where a file has two names, as some backups make it.
      jobs: 1,
      filter: (name, stat) =>
        'isFile' in stat &&
        (stat.isFile() || stat.isDirectory()) &&
        !name.startsWith(`./${lockName}`) &&
        !unreadable.has(normalize(name)),
    },
    ['.'],
  );
  // Not packed by tar itself, which would read on however slow the reader is.
  const stream = createGzip();
  pack.on('error', (error) => stream.destroy(error instanceof Error ? error : new Error(String(error))));
  stream.on('close', () => {
    // It holds a file open until it has got to its end, also when nobody waits for it any more.
    pack.unpipe(stream);
    pack.resume();
  });
  pack.pipe(stream);
  return stream;
}

/** A run's name where only a plain one will do, such as a header. */
const safeName = (runId: string): string => runId.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_');
