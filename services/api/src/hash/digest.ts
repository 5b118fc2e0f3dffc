import { type ScryptOptions, scrypt, scryptSync } from 'node:crypto';
import { promisify } from 'node:util';

const password = 'correct horse battery staple';
const salt = 'headroom';
const digestBytes = 32;
const blockSize = 8;
const scryptInThreadPool = promisify<string, string, number, ScryptOptions, Buffer>(scrypt);

/** OpenSSL takes 128 bytes times block size for each unit of cost and a few more, and by default refuses above 2^14. */
const options = (cost: number): ScryptOptions => ({ cost, blockSize, maxmem: 128 * blockSize * (cost + 8) });

/** The digest in hexadecimal, worked out on the calling thread. `cost` is N of scrypt (RFC 7914). */
export const digestSync = (cost: number): string =>
  scryptSync(password, salt, digestBytes, options(cost)).toString('hex');

/** The same digest, worked out in the thread pool of libuv. */
export const digestAsync = async (cost: number): Promise<string> =>
  (await scryptInThreadPool(password, salt, digestBytes, options(cost))).toString('hex');
