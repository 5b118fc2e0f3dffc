import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { isAlive, isTaken, startedTicksOf } from '../runtime/native/process-tree.ts';

/** Who has a lock. */
const holderSchema = z.object({
  pid: z.number().int().positive(),
  /** When the process began, as `startOf` has it; null where that is not known. */
  startedAt: z.string().nullable(),
  /** The machine that it runs on; null in a lock of an earlier Headroom. */
  host: z.string().nullable(),
  /** Of this one lock. */
  token: z.string().nullable(),
});
export type Holder = z.infer<typeof holderSchema>;

/** This process. */
export function ownHolder(token: string): Holder {
  return { pid: process.pid, startedAt: startOf(process.pid), host: hostname(), token };
}

/** Who has a lock, by what is in it: earlier Headrooms wrote only a process id. Null where it does not tell. */
export function parseHolder(content: string): Holder | null {
  const text = content.trim();
  if (/^[1-9]\d{0,9}$/.test(text)) return { pid: Number(text), startedAt: null, host: null, token: null };
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Whether a holder runs on another machine, where nobody here can see it. */
export const isElsewhere = ({ host }: Holder): boolean => host !== null && host !== hostname();

/** A holder in words. */
export const nameOf = (holder: Holder): string =>
  isElsewhere(holder) ? `process ${holder.pid} of the machine ${holder.host}` : `process ${holder.pid}`;

/** Whether a holder may still be there. One on another machine may be. */
export function mayRun(holder: Holder): boolean {
  if (isElsewhere(holder)) return true;
  if (!isTaken(holder.pid) || isZombie(holder.pid)) return false;
  const start = startOf(holder.pid);
  // Another process has got the number since, after a restart of the machine for example.
  return start === null || holder.startedAt === null || start === holder.startedAt;
}

/**
 * When a process began, as the id of the machine's boot and the ticks since then: no two processes of one number have
 * the same. Null where the system does not tell.
 */
function startOf(pid: number): string | null {
  const [ticks, boot] = [startedTicksOf(pid), bootId()];
  return ticks === null || boot === null ? null : `${boot} ${ticks}`;
}

function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}

/** It has ended, and nobody has asked how. */
function isZombie(pid: number): boolean {
  const startedTicks = startedTicksOf(pid);
  return startedTicks !== null && !isAlive({ pid, startedTicks });
}
