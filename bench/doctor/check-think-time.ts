import type { Finding } from '@headroom/contract/manifest.ts';
import { seconds } from '../words/in-words.ts';

/** After so long without a request Node, uvicorn and others close a connection; gunicorn sooner. */
const idleSeconds = 5;

/**
 * Whether users come back before servers close their connections. Told only where something is to be done: it is a
 * setting, and no state of the machine.
 * @param longestSeconds the longest think time against services that may close idle connections
 */
export function checkThinkTime(longestSeconds: number): Finding[] {
  if (longestSeconds < idleSeconds) return [];
  return [
    {
      check: 'think time',
      severity: 'warning',
      message: `Users think for up to ${seconds(longestSeconds)}: many servers close idle connections after ${idleSeconds} s, and a request that is on its way meanwhile is lost: a GET is sent again, a POST fails.`,
      advice:
        'Let the service keep idle connections for longer (docs/own-service.md, "Who closes the connection"), or let users think for less.',
    },
  ];
}
