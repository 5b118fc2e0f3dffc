import { Controller, Get, Inject } from '@nestjs/common';
import { itemOf } from '../db/item-outcome.ts';
import { ItemDatabase } from './item-database.ts';

/** One row of an embedded database, found by a scan of the whole table. Such a query has no asynchronous form. */
@Controller('sqlite')
export class SqliteController {
  readonly #database: ItemDatabase;

  constructor(@Inject(ItemDatabase) database: ItemDatabase) {
    this.#database = database;
  }

  /** On the event loop. */
  @Get('sync')
  sync() {
    return itemOf(this.#database.findSync());
  }

  /** In a worker thread. */
  @Get('pool')
  async pool() {
    return itemOf(await this.#database.findInPool());
  }
}
