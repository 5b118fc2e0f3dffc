import { setTimeout } from 'node:timers/promises';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Pool, type PoolClient, type QueryConfig } from 'pg';
import { connectFault, failed, queryFault } from './database-fault.ts';
import { type Item, wanted } from './item.ts';
import type { ItemFault, ItemOutcome } from './item-outcome.ts';
import type { ItemQuery } from './item-queries.ts';

/** Where the database is, and for how long it is waited for. */
export interface DatabaseAddress {
  /** May hold a password. */
  readonly url: string;
  /** From the query to its row, the wait for a free connection included. */
  readonly timeoutSeconds: number;
}

/** Idle connections get this long to end when the application closes. */
const closeGraceSeconds = 1;

/** Understood by pg, though not by its types. */
type TimedQuery = QueryConfig & { readonly query_timeout: number };

/** Queries PostgreSQL over connections that are kept. Connects at the first query, not before. */
export class DatabaseClient implements OnApplicationShutdown {
  readonly #pool: Pool;
  readonly #timeoutSeconds: number;

  /** `connections`: how many there may be at most; queries beyond wait for one. */
  constructor({ url, timeoutSeconds }: DatabaseAddress, connections: number) {
    this.#timeoutSeconds = timeoutSeconds;
    this.#pool = new Pool({
      connectionString: url,
      application_name: 'headroom-api',
      max: connections,
      keepAlive: true,
      // Kept for good: to connect takes longer than many a query.
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: timeoutSeconds * 1000,
      // Has the server end what nobody waits for any more: it does not see the connection close meanwhile.
      statement_timeout: timeoutSeconds * 1000,
    });
    // Without a listener a lost connection would end the process. Whoever uses it, or asks for one, is told.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (connection) => connection.on('error', () => {}));
  }

  async call(query: ItemQuery): Promise<ItemOutcome> {
    const deadline = performance.now() + this.#timeoutSeconds * 1000;
    // Not `pool.query`, which would give the query the whole time again after the wait for a connection.
    const connection = await this.#connect();
    if ('state' in connection) return connection;
    try {
      // To pg 0 is no limit.
      const timed: TimedQuery = { ...query, query_timeout: Math.max(1, deadline - performance.now()) };
      const { rows } = await connection.query<Item>(timed);
      connection.release();
      return found(rows);
    } catch (error) {
      // It may be broken, or the server still at work on the query: closed, and not used again.
      connection.release(true);
      return queryFault(error, this.#timeoutSeconds);
    }
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  /** Ends the connections. Those that do not end within a second are left to the process to end. */
  async close(): Promise<void> {
    await Promise.race([this.#pool.end(), setTimeout(closeGraceSeconds * 1000, undefined, { ref: false })]);
  }

  async #connect(): Promise<PoolClient | ItemFault> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      return connectFault(error, this.#timeoutSeconds);
    }
  }
}

const found = ([item]: readonly Item[]): ItemOutcome =>
  item === undefined ? failed(`The table items has no row ${wanted.id}.`) : { state: 'found', item };
