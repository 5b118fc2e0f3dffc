import { join } from 'node:path';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Settings } from '../config/settings.ts';
import { makeDataFiles } from '../data-files/make-data-files.ts';
import type { ItemOutcome } from '../db/item-outcome.ts';
import { JobPool } from '../pool/job-pool.ts';
import { itemDataFile } from './item-data-file.ts';
import { ItemScan } from './item-scan.ts';

/** The embedded database, made when the application starts. */
@Injectable()
export class ItemDatabase implements OnModuleInit, OnApplicationShutdown {
  readonly #folder: string;
  readonly #path: string;
  readonly #scan: ItemScan;
  readonly #pool: JobPool;

  constructor(@Inject(ConfigService) config: ConfigService<Settings, true>, @Inject(JobPool) pool: JobPool) {
    this.#folder = config.get('dataFolder', { infer: true });
    this.#path = join(this.#folder, itemDataFile.name);
    this.#scan = new ItemScan(this.#path);
    this.#pool = pool;
  }

  /** Rejects with a `StartFailure` when it cannot be made. */
  onModuleInit(): Promise<void> {
    return makeDataFiles(this.#folder, [itemDataFile]);
  }

  /** On the calling thread. */
  findSync(): ItemOutcome {
    return this.#scan.find();
  }

  /** In a worker thread, which has a connection of its own. */
  findInPool(): Promise<ItemOutcome> {
    return this.#pool.run('findItem', this.#path);
  }

  onApplicationShutdown(): void {
    this.#scan.close();
  }
}
