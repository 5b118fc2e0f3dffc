import { closeSync, fstatSync, ftruncateSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import {
  headLength,
  keptLogBytes,
  leftOutLine,
  longestLogLine,
  mostLogBytes,
  partialLineLength,
} from '../log-limit.ts';

/** A log that a program writes, kept from filling the disk. */
export interface BoundedLog {
  /** Leaves the middle out of one that is too long, now. */
  cut(): void;
  /** The same, for the last time. */
  end(): void;
}

const lookMilliseconds = 1000;
const chunkBytes = 256 * 1024;
/** What a program writes meanwhile is copied too; of one that writes faster than it is copied, so much. */
const mostCopiedBytes = 2 * mostLogBytes;

/**
 * Looks once a second at a log that its program writes itself, as `openLog` opens it: of one that is twice as long as it
 * may be the middle is left out, and said. Lets it be once somebody has removed it.
 */
export function boundLog(file: string): BoundedLog {
  let head: number | null = null;
  let leftOut = 0;
  const cutAbove = (bytes: number): void => {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats === undefined) clearInterval(looking);
    if (stats === undefined || stats.size <= bytes) return;
    const log = openSync(file, 'r+');
    try {
      const line = leftOutLine(0).length;
      const before = head === null ? 0 : line;
      head ??= headLength(readAt(log, 0, keptLogBytes));
      const from = stats.size - keptLogBytes;
      const end = copy(log, from + partialLineLength(readAt(log, from, longestLogLine)), head + line);
      leftOut += fstatSync(log).size - before - (end - line);
      writeSync(log, leftOutLine(leftOut), 0, line, head);
      ftruncateSync(log, end);
    } finally {
      closeSync(log);
    }
  };
  const tryToCut = (bytes: number): void => {
    try {
      cutAbove(bytes);
    } catch {
      // A disk that is full or gone is told of by what is written for good.
    }
  };
  const looking = setInterval(() => tryToCut(2 * mostLogBytes), lookMilliseconds);
  looking.unref();
  const cut = (): void => tryToCut(mostLogBytes + longestLogLine);
  return {
    cut,
    end: () => {
      clearInterval(looking);
      cut();
    },
  };
}

/** Copies what follows to an earlier place of the same file; gives where that ends. */
function copy(log: number, from: number, to: number): number {
  const chunk = Buffer.alloc(chunkBytes);
  let copied = 0;
  while (copied < mostCopiedBytes) {
    const length = readSync(log, chunk, 0, chunk.length, from + copied);
    if (length === 0) break;
    writeSync(log, chunk, 0, length, to + copied);
    copied += length;
  }
  return to + copied;
}

function readAt(log: number, position: number, most: number): Buffer {
  const buffer = Buffer.alloc(most);
  return buffer.subarray(0, readSync(log, buffer, 0, most, position));
}

/** The last of a file, however long it is; nothing where there is none any more. @param most characters */
export function endOf(file: string, most: number): string {
  try {
    const log = openSync(file, 'r');
    try {
      // A character takes four bytes at the most.
      const from = Math.max(0, fstatSync(log).size - 4 * most);
      return readAt(log, from, 4 * most)
        .toString('utf8')
        .slice(-most);
    } finally {
      closeSync(log);
    }
  } catch {
    // Somebody has removed the results meanwhile.
    return '';
  }
}
