import { type Snapshot, seriesReader } from '../collect/series.ts';
import { followLines } from './follow-lines.ts';

/** Reads what has been added to a growing series since the last call. */
export function followSeries(file: string): () => Snapshot[] {
  const read = seriesReader();
  const lines = followLines(file);
  return () =>
    lines()
      .map(read)
      .filter((snapshot) => snapshot !== null);
}
