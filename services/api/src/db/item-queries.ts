import { wanted } from './item.ts';

/** A query for one row. Its name has each connection prepare it once. */
export interface ItemQuery {
  readonly name: string;
  readonly text: string;
  readonly values: number[];
}

/** Finds the row by its key. */
export const readItem: ItemQuery = {
  name: 'read-item',
  text: 'select id, label from items where id = $1',
  values: [wanted.id],
};

/** Finds the row by its key and takes that long, as a report or a search would. */
export const readItemSlowly = (delaySeconds: number): ItemQuery => ({
  name: 'read-item-slowly',
  text: 'select id, label from items, pg_sleep($2) where id = $1',
  values: [wanted.id, delaySeconds],
});
