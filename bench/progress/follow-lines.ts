import { closeSync, openSync, readSync } from 'node:fs';

/** Reads the whole lines that have been added to a growing file since the last call. */
export function followLines(file: string): () => string[] {
  const chunk = Buffer.alloc(65_536);
  let offset = 0;
  let rest = '';
  return () => {
    const handle = openOrNull(file);
    if (handle === null) return [];
    const lines: string[] = [];
    try {
      for (;;) {
        const length = readSync(handle, chunk, 0, chunk.length, offset);
        offset += length;
        lines.push(...(rest + chunk.toString('utf8', 0, length)).split('\n'));
        rest = lines.pop() ?? '';
        if (length < chunk.length) return lines;
      }
    } catch {
      // It is for somebody to look at meanwhile, and no reason to end what it tells of.
      return lines;
    } finally {
      closeSync(handle);
    }
  };
}

function openOrNull(file: string): number | null {
  try {
    return openSync(file, 'r');
  } catch {
    return null;
  }
}
