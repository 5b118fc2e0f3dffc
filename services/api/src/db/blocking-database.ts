import { extname } from 'node:path';
import { BlockingThread } from '../blocking/blocking-thread.ts';
import type { DatabaseAddress } from './database-client.ts';
import type { ItemOutcome } from './item-outcome.ts';
import type { ItemQuery } from './item-queries.ts';

/** Beside this file, compiled or not: the compiler changes the extension in imports only. */
const file = new URL(`./database-thread${extname(import.meta.filename)}`, import.meta.url);

/** Queries the database, and nothing else is served until it has answered. */
export class BlockingDatabase extends BlockingThread<DatabaseAddress, ItemQuery, ItemOutcome> {
  constructor(address: DatabaseAddress) {
    super({ file, setup: address, task: 'queries the database', timeoutSeconds: address.timeoutSeconds });
  }
}
