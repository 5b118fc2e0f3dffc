// Loaded in worker threads too, so it imports nothing of Nest.
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { wanted } from '../db/item.ts';
import type { ItemOutcome } from '../db/item-outcome.ts';

/** Finds the row by its label in the whole table, over a read-only connection that is opened by the first search. */
export class ItemScan {
  readonly #path: string;
  #database: DatabaseSync | undefined;
  #byLabel: StatementSync | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Blocks the calling thread. */
  find(): ItemOutcome {
    try {
      // An open connection would not see that the file has been deleted.
      statSync(this.#path);
      // All rows: for the first alone the scan would end there.
      const [row] = this.#statement().all(wanted.label);
      if (row === undefined) throw new Error(`No row is labelled ${wanted.label}.`);
      return { state: 'found', item: { id: Number(row.id), label: String(row.label) } };
    } catch (cause) {
      // The next search opens it anew, as the file may have been made again meanwhile.
      this.close();
      const fault = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'is gone' : 'cannot be read';
      const detail = `The data file ${basename(this.#path)} ${fault}: start the service again to have it made.`;
      return { state: 'failed', detail, cause };
    }
  }

  close(): void {
    this.#database?.close();
    this.#database = undefined;
    this.#byLabel = undefined;
  }

  #statement(): StatementSync {
    this.#database ??= new DatabaseSync(this.#path, { readOnly: true });
    this.#byLabel ??= this.#database.prepare('select id, label from items where label = ?');
    return this.#byLabel;
  }
}
