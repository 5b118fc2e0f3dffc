import { DatabaseError } from 'pg';
import type { ItemFault } from './item-outcome.ts';

// pg gives these no code.
const noneFree = 'timeout exceeded when trying to connect';
const connectTimeouts = ['timeout expired', 'Connection terminated due to connection timeout'];
const queryTimeout = 'Query read timeout';
const lost = /^Connection terminated|^Client has encountered a connection error/;
const noPassword = /^SASL: /;

// SQLSTATE codes and classes: https://www.postgresql.org/docs/current/errcodes-appendix.html
const badLogIn = /^28/;
const cancelled = '57014';
const noTable = '42P01';
/** Connection exception, insufficient resources, operator intervention. */
const temporary = /^(08|53|57)/;

/**
 * Why no connection could be had within `timeoutSeconds`. No message of pg is passed on: none is meant for the
 * clients of the service.
 */
export function connectFault(error: unknown, timeoutSeconds: number): ItemFault {
  const { code, message } = error as NodeJS.ErrnoException;
  if (message === noneFree) {
    return unavailable(`No connection to the database became free within ${timeoutSeconds} s.`);
  }
  if (connectTimeouts.includes(message)) {
    return unavailable(`The database accepted no connection within ${timeoutSeconds} s.`);
  }
  if (noPassword.test(message)) return unavailable('The database refused the log-in.');
  if (lost.test(message)) return brokenOff;
  if (code === undefined) return { ...unavailable('The database cannot be used.'), cause: error };
  if (!(error instanceof DatabaseError)) return unavailable(`The database cannot be reached (${code}).`);
  const refused = badLogIn.test(code) ? 'log-in' : 'connection';
  return unavailable(`The database refused the ${refused} (${code}).`);
}

/** Why a query gave no row. Throws an error that nobody foresaw. */
export function queryFault(error: unknown, timeoutSeconds: number): ItemFault {
  const { code, message } = error as NodeJS.ErrnoException;
  if (message === queryTimeout || code === cancelled) {
    return { state: 'timed out', detail: `The database did not answer within ${timeoutSeconds} s.` };
  }
  if (lost.test(message)) return brokenOff;
  if (code === undefined) throw error;
  if (!(error instanceof DatabaseError) || temporary.test(code)) {
    return unavailable(`The database broke the query off (${code}).`);
  }
  return failed(
    code === noTable
      ? 'The database has no table items: it has not been seeded.'
      : `The database refused the query (${code}).`,
  );
}

const unavailable = (detail: string): ItemFault => ({ state: 'unavailable', detail });
const brokenOff = unavailable('The database broke the connection off.');

export const failed = (detail: string): ItemFault => ({ state: 'failed', detail });
