import type { Reason } from '@headroom/contract/records.ts';
import type { Bounded } from '@headroom/contract/report.ts';
import type { Level } from '../model/level.ts';

/** Figures as sentences have them. */
export const rps = (value: number): string =>
  `${value < 10 ? value.toFixed(2) : value.toFixed(1)} requests per second`;
export const users = (count: number): string => (count === 1 ? '1 user' : `${count} users`);
/** The level of a cell or a trial: "10 users", or in the open model "20 requests/s". */
export const levelInWords = ({ vus, arrivalsPerSecond }: Level): string =>
  arrivalsPerSecond === null ? users(vus) : `${arrivalsPerSecond} requests/s`;
/** The same in a column of levels: "10", or "20/s". */
export const levelInShort = ({ vus, arrivalsPerSecond }: Level): string =>
  arrivalsPerSecond === null ? String(vus) : `${arrivalsPerSecond}/s`;
/** Why a trial was excluded, with the code by which docs/errors.md lists it. */
export const reasonInWords = ({ message, code }: Reason): string => `${message} (${code})`;
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
export const seconds = (value: number): string =>
  value < 1 ? `${(value * 1000).toFixed(value < 0.01 ? 1 : 0)} ms` : `${value.toFixed(value < 10 ? 2 : 1)} s`;
/** "0.5 ms", or "at least 6.20 s". */
export const bounded = ({ value, bound }: Bounded): string =>
  `${bound === 'lower' ? 'at least ' : ''}${seconds(value)}`;
