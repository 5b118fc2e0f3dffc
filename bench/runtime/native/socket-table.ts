import { readFileSync } from 'node:fs';

/** A TCP socket of this machine, as the kernel lists it. */
export interface SocketRow {
  /** Of this side, as people write it: "127.0.0.1", "::1", "::". */
  readonly address: string;
  readonly state: 'listening' | 'time-wait' | 'other';
  /** "0" where no process holds it any more. */
  readonly inode: string;
}

const states: Readonly<Record<string, SocketRow['state']>> = { '0A': 'listening', '06': 'time-wait' };

/** The sockets whose own port is this one; null where there is no /proc. */
export function socketsAt(port: number): SocketRow[] | null {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map(readOrNull).filter((table) => table !== null);
  if (tables.length === 0) return null;
  return tables.flatMap((table) => rowsOf(table, port));
}

/** @param table as in proc(5) */
export function rowsOf(table: string, port: number): SocketRow[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(`:${hexPort}`))
    .map(([, local = '', , state = '', , , , , , inode = '']) => ({
      address: addressOf(local.slice(0, local.indexOf(':'))),
      state: states[state] ?? 'other',
      inode,
    }));
}

/** Each 32 bits are in the order of the machine, which on all that Node runs on is the lowest byte first. */
function addressOf(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse());
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => `${bytes[2 * i]}${bytes[2 * i + 1]}`);
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
