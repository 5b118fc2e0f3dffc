import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { basename } from 'node:path';
import { socketsAt } from './socket-table.ts';

/** Who listens on a port of this machine. */
export type PortState =
  | { readonly free: true }
  | {
      readonly free: false;
      readonly holder: string | null;
      /** Nobody listens there: the system keeps it for a minute after connections that a service without SO_REUSEADDR has closed. */
      readonly inTimeWait?: true;
    };

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
    return isInTimeWait(port)
      ? { free: false, holder: null, inTimeWait: true }
      : { free: false, holder: holderOf(port) };
  }
}

function isInTimeWait(port: number): boolean {
  const sockets = socketsAt(port) ?? [];
  return (
    sockets.some(({ state }) => state === 'time-wait') && sockets.every(({ state }) => state !== 'listening')
  );
}

function holderOf(port: number): string | null {
  const [pid] = listenersOn(port);
  return pid === undefined ? null : `${programOf(pid)} (process ${pid})`;
}

/** The processes that listen on a port of this machine, as far as this user may see them. */
export function listenersOn(port: number): number[] {
  const listening = (socketsAt(port) ?? []).filter(({ state }) => state === 'listening');
  const sockets = new Set(listening.map(({ inode }) => `socket:[${inode}]`));
  if (sockets.size === 0) return [];
  return readdirOrNone('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) =>
      readdirOrNone(`/proc/${name}/fd`).some((fd) => sockets.has(linkOrNone(`/proc/${name}/fd/${fd}`))),
    )
    .map(Number);
}

/** The addresses at which somebody listens on a port of this machine: where there is no /proc, ::1 if somebody does there. */
export async function listeningAddresses(port: number): Promise<string[]> {
  const sockets = socketsAt(port);
  if (sockets === null) return (await isConnectable('::1', port)) ? ['::1'] : [];
  return [...new Set(sockets.filter(({ state }) => state === 'listening').map(({ address }) => address))];
}

async function isConnectable(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** They pass on what others answer, from where nobody here sees. */
const forwarders = ['docker-proxy', 'rootlessport', 'slirp4netns', 'ssh', 'gvproxy'];

/** Whether a process answers only in the name of another. */
export const isForwarder = (pid: number): boolean => forwarders.includes(programOf(pid));

/** Whether a process is a command line of Headroom. */
export const isRunner = (pid: number): boolean =>
  readOrNone(`/proc/${pid}/cmdline`)
    .split('\0')
    .some((word) => word.endsWith('/cli/headroom.mjs'));

/** The program's file name; the kernel's own name for it is that of a thread in newer versions of Node. */
export function programOf(pid: number): string {
  const [program = ''] = readOrNone(`/proc/${pid}/cmdline`).split('\0');
  return basename(program) || readOrNone(`/proc/${pid}/comm`).trim() || 'a process';
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
