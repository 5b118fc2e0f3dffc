import type { Cell, Warning } from '@headroom/contract/report.ts';
import { seconds } from '../../words/in-words.ts';

/** From so much of what a user waits on, and so long, the latency alone would mislead. */
const leastShare = 0.1;
const leastSeconds = 0.002;

/** Whether the time until a request has a connection is a good part of what a user waits. */
export function takesTimeToConnect({ connectSeconds, latencySeconds }: Cell): boolean {
  if (connectSeconds === null || connectSeconds < leastSeconds) return false;
  return connectSeconds >= leastShare * (connectSeconds + (latencySeconds?.mean ?? 0));
}

/** Time that the latency of a request does not hold. */
export function connecting(cell: Cell): Warning | null {
  if (!takesTimeToConnect(cell) || cell.connectSeconds === null) return null;
  const latency = cell.latencySeconds?.mean ?? 0;
  return {
    code: 'connecting',
    message: `A user waits ${seconds(latency + cell.connectSeconds)} for an answer, of which ${seconds(cell.connectSeconds)} is for a connection (handshakes, the queue before the service accepts): the latency does not hold it. Keep connections open, end TLS in front of the service, or give it a longer backlog.`,
  };
}
