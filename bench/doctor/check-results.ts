import type { Finding } from '@headroom/contract/manifest.ts';
import { binarySize } from './binary-size.ts';

/** The folder for the results, or the nearest one above it that exists. */
export interface ResultsFolder {
  readonly path: string;
  /** Why it cannot be written, or null when it can. */
  readonly obstacle: string | null;
  /** `null` where it cannot be told. */
  readonly freeBytes: number | null;
}

const scarceBytes = 200 * 1024 ** 2;
const tooLittleBytes = 20 * 1024 ** 2;

/** Whether results can be written. */
export function checkResults({ path, obstacle }: ResultsFolder): Finding {
  const check = 'results';
  if (obstacle === null) return { check, severity: 'ok', message: `${path} can be written`, advice: '' };
  return {
    check,
    severity: 'fatal',
    message: `${path} cannot be written: ${obstacle}.`,
    advice: 'Choose another folder with --out, or change who may write there.',
  };
}

/** Whether results have room. */
export function checkDisk({ path, freeBytes }: ResultsFolder): Finding {
  const check = 'disk';
  if (freeBytes === null) {
    return { check, severity: 'info', message: `How much room ${path} has cannot be told.`, advice: '' };
  }
  if (freeBytes >= scarceBytes) {
    return { check, severity: 'ok', message: `${binarySize(freeBytes)} free`, advice: '' };
  }
  return {
    check,
    severity: freeBytes < tooLittleBytes ? 'fatal' : 'warning',
    message: `Only ${binarySize(freeBytes)} are free for ${path}, expected ${binarySize(scarceBytes)} or more.`,
    advice: 'Free some space, or choose a folder on another disk with --out.',
  };
}
