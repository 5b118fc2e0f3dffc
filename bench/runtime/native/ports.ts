import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename } from 'node:path';

/** Who listens on a port of this machine. */
export type PortState = { readonly free: true } | { readonly free: false; readonly holder: string | null };

/** Whether `port` can be listened on at 127.0.0.1, and if not, which process holds it where that can be told. */
export async function portState(port: number): Promise<PortState> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return { free: true };
  } catch {
    return { free: false, holder: holderOf(port) };
  }
}

function holderOf(port: number): string | null {
  const [pid] = listenersOn(port);
  return pid === undefined ? null : `${programOf(pid)} (process ${pid})`;
}

/** The processes that listen on a port of this machine, as far as this user may see them. */
export function listenersOn(port: number): number[] {
  const listening = tables.flatMap((table) => socketsOf(table, port, 'LISTEN'));
  const sockets = new Set(listening.map((fields) => `socket:[${fields[9]}]`));
  if (sockets.size === 0) return [];
  return readdirOrNone('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) =>
      readdirOrNone(`/proc/${name}/fd`).some((fd) => sockets.has(linkOrNone(`/proc/${name}/fd/${fd}`))),
    )
    .map(Number);
}

/** The program's file name; the kernel's own name for it is that of a thread in newer versions of Node. */
export function programOf(pid: number): string {
  const [program = ''] = readOrNone(`/proc/${pid}/cmdline`).split('\0');
  return basename(program) || readOrNone(`/proc/${pid}/comm`).trim() || 'a process';
}

/** Whether connections to that port have ended and are remembered: who listens without SO_REUSEADDR cannot have it yet. */
export const isInTimeWait = (port: number): boolean =>
  tables.some((table) => socketsOf(table, port, 'TIME_WAIT').length > 0);

const tables = ['/proc/net/tcp', '/proc/net/tcp6'] as const;
/** As in the kernel's tables. */
const states = { LISTEN: '0A', TIME_WAIT: '06' } as const;

/** The lines of a table of the kernel about that port on this side, as their fields. */
function socketsOf(table: string, port: number, state: keyof typeof states): string[][] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return readOrNone(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(`:${hexPort}`) && fields[3] === states[state]);
}

function readOrNone(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function readdirOrNone(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkOrNone(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
