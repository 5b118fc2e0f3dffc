import { Controller, Get, Inject, Query, ServiceUnavailableException } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { delaySeconds } from '../config/limits.ts';
import type { Settings } from '../config/settings.ts';
import { ParameterPipe } from '../parameters/parameter.pipe.ts';
import { BlockingDatabase } from './blocking-database.ts';
import { DatabaseClient } from './database-client.ts';
import { itemOf } from './item-outcome.ts';
import { type ItemQuery, readItem, readItemSlowly } from './item-queries.ts';

const delayPipe = new ParameterPipe(delaySeconds);

/** One row of PostgreSQL, by a slow query and by a fast one. */
@Controller('db')
export class DbController {
  readonly #delaySeconds: number;
  readonly #blocking: BlockingDatabase | undefined;
  readonly #client: DatabaseClient | undefined;

  constructor(
    @Inject(ConfigService) config: ConfigService<Settings, true>,
    @Inject(BlockingDatabase) blocking: BlockingDatabase | undefined,
    @Inject(DatabaseClient) client: DatabaseClient | undefined,
  ) {
    this.#delaySeconds = config.get('database', { infer: true }).delaySeconds;
    this.#blocking = blocking;
    this.#client = client;
  }

  /** Nothing else is served until the row is there. */
  @Get('sync')
  sync(@Query('delay', delayPipe) seconds: number = this.#delaySeconds) {
    return this.#findSync(readItemSlowly(seconds));
  }

  @Get('async')
  async(@Query('delay', delayPipe) seconds: number = this.#delaySeconds) {
    return this.#find(readItemSlowly(seconds));
  }

  @Get('read/sync')
  readSync() {
    return this.#findSync(readItem);
  }

  @Get('read/async')
  readAsync() {
    return this.#find(readItem);
  }

  #findSync(query: ItemQuery) {
    return itemOf(present(this.#blocking).call(query));
  }

  async #find(query: ItemQuery) {
    return itemOf(await present(this.#client).call(query));
  }
}

function present<Database>(database: Database | undefined): Database {
  if (database !== undefined) return database;
  throw new ServiceUnavailableException(
    'There is no database: set API_DATABASE_URL to the URL of a PostgreSQL server.',
  );
}
