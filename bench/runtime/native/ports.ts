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
  const inodes = [...listeningInodes('/proc/net/tcp', port), ...listeningInodes('/proc/net/tcp6', port)];
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`));
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

function listeningInodes(table: string, port: number): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const listening = '0A';
  return readOrNone(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(`:${hexPort}`) && fields[3] === listening)
    .map((fields) => fields[9] ?? '');
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
