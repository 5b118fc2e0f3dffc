import { randomBytes } from 'node:crypto';
import { BenchError } from '@headroom/contract/errors.ts';
import { isLoopback } from './server-address.ts';

const fewestCharacters = 16;

/**
 * The token that it takes to get in; null where none is given and only programs of this machine can reach the server.
 * @param given by the variable HEADROOM_TOKEN: everybody on the machine can read a command line
 * @throws BenchError BENCH_CONFIG_INVALID for one that could be guessed
 */
export function accessToken(host: string, given: string | undefined): string | null {
  if (given === undefined) return isLoopback(host) ? null : randomBytes(24).toString('base64url');
  if (given.length >= fewestCharacters) return given;
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `HEADROOM_TOKEN has ${given.length} characters: expected at least ${fewestCharacters}. Leave it out, and one is made where it takes one.`,
  );
}
