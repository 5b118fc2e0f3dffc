// Loaded in worker threads, so it imports nothing of Nest.
import type { ItemOutcome } from '../db/item-outcome.ts';
import { ItemScan } from './item-scan.ts';

/** Of this thread alone. The end of the thread closes it. */
let scan: ItemScan | undefined;

/** Finds the row in the embedded database at `path`, which is the same at every call. */
export function findItem(path: string): ItemOutcome {
  scan ??= new ItemScan(path);
  return scan.find();
}
