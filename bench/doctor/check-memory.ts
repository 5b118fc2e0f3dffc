import type { Finding } from '@headroom/contract/manifest.ts';
import { binarySize } from './binary-size.ts';

const scarceBytes = 1024 ** 3;
const tooLittleBytes = 300 * 1024 ** 2;

/**
 * Whether the subject and k6 fit into memory.
 * @param bytes what is available; outside Linux only what is unused, without what the system would give back
 */
export function checkMemory(bytes: number, platform: string): Finding {
  const check = 'memory';
  if (bytes >= scarceBytes) {
    return { check, severity: 'ok', message: `${binarySize(bytes)} available`, advice: '' };
  }
  if (platform !== 'linux') {
    return {
      check,
      severity: 'info',
      message: `${binarySize(bytes)} unused; how much more ${platform} would give back is not checked.`,
      advice: '',
    };
  }
  return {
    check,
    severity: bytes < tooLittleBytes ? 'fatal' : 'warning',
    message: `Only ${binarySize(bytes)} of memory are available, expected ${binarySize(scarceBytes)} or more.`,
    advice: 'End other programs, or use a machine or container with more memory.',
  };
}
