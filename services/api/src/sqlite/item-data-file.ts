import { DatabaseSync } from 'node:sqlite';
import type { DataFile } from '../data-files/make-data-files.ts';

const itemCount = 100_000;
/** As SQLite itself writes it down. */
const table = 'CREATE TABLE items (id integer primary key, label text not null)';

/** The table `items` as an embedded database. Without an index on the label, so that a search by it is a scan. */
export const itemDataFile: DataFile = {
  name: 'items.sqlite',
  isWhole(path) {
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(path, { readOnly: true });
      const schema = database.prepare('select sql from sqlite_schema').all();
      const rows = database.prepare("select count(*) as right from items where label = 'item ' || id").get();
      return schema.length === 1 && schema[0]?.sql === table && rows?.right === itemCount;
    } catch {
      return false;
    } finally {
      database?.close();
    }
  },
  write(path) {
    const database = new DatabaseSync(path);
    try {
      // Nobody sees the file before it is whole, and so it needs no journal.
      database.exec(`
        pragma journal_mode = off;
        pragma synchronous = off;
        ${table};
        with recursive ids(id) as (select 1 union all select id + 1 from ids where id < ${itemCount})
        insert into items select id, 'item ' || id from ids;
      `);
    } finally {
      database.close();
    }
  },
};
