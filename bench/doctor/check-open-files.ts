import type { Finding } from '@headroom/contract/manifest.ts';

const socketsPerUser = 2;
const reserve = 100;

/**
 * Whether k6 and the subject can open a connection for every user.
 * @param limit open files that a process may have (soft limit), or null where it cannot be told
 * @param raising how to have a limit of so many
 */
export function checkOpenFiles(
  limit: number | null,
  highestVus: number,
  platform: string,
  raising = (needed: number) => `Raise the limit in this shell (ulimit -n ${needed})`,
): Finding {
  const check = 'open files';
  const needed = socketsPerUser * highestVus + reserve;
  if (limit === null) {
    const message = `The limit of open files is not checked on ${platform}; ${needed} are needed.`;
    return { check, severity: 'info', message, advice: '' };
  }
  const seen = limit === Number.POSITIVE_INFINITY ? 'no limit' : `limit ${limit}`;
  if (limit >= needed) return { check, severity: 'ok', message: `${seen}, ${needed} needed`, advice: '' };
  return {
    check,
    severity: 'fatal',
    message: `A process may open ${limit} files, and ${highestVus} users need about ${needed}.`,
    advice: `${raising(needed)}, or choose fewer users with --vus.`,
  };
}
