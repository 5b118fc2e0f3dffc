import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { type Snapshot, seriesReader } from '../collect/series.ts';

/** Reads what has been added to a growing series since the last call. */
export function followSeries(file: string): () => Snapshot[] {
  const read = seriesReader();
  const chunk = Buffer.alloc(65_536);
  let offset = 0;
  let rest = '';
  return () => {
    if (!existsSync(file)) return [];
    const handle = openSync(file, 'r');
    const length = readSync(handle, chunk, 0, chunk.length, offset);
    closeSync(handle);
    offset += length;
    const lines = (rest + chunk.toString('utf8', 0, length)).split('\n');
    rest = lines.pop() ?? '';
    return lines.map(read).filter((snapshot) => snapshot !== null);
  };
}
