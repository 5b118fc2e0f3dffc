import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * Reads the whole lines that have been added to a growing file since the last call. Of one that has become shorter, as logs
 * do, it goes on at the end.
 * @param most bytes at a time; of more the first lines are passed over
 */
export function followLines(file: string, most = Number.POSITIVE_INFINITY): () => string[] {
  const chunk = Buffer.alloc(65_536);
  let offset = 0;
  let rest = '';
  return () => {
    const handle = openOrNull(file);
    if (handle === null) return [];
    const lines: string[] = [];
    try {
      const { size } = fstatSync(handle);
      const isPassedOver = size < offset || size - offset > most;
      if (isPassedOver) {
        offset = size < offset ? size : size - most;
        rest = '';
      }
      for (;;) {
        const length = readSync(handle, chunk, 0, chunk.length, offset);
        offset += length;
        lines.push(...(rest + chunk.toString('utf8', 0, length)).split('\n'));
        rest = lines.pop() ?? '';
        // The first line may be the end of one.
        if (length < chunk.length) return isPassedOver ? lines.slice(1) : lines;
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
