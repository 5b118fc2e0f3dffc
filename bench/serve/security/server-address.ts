import { BlockList, isIP, isIPv6 } from 'node:net';

/** Where the server listens; a host may be a name, an address of IPv4 or one of IPv6 without brackets. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const usualHttpPort = 80;
const namesOfThisMachine = ['127.0.0.1', 'localhost', '[::1]'];

/** Whether only programs of this machine can reach it. */
export function isLoopback(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true;
  return isIP(host) !== 0 && loopback.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
}

/** A host as addresses have it: those of IPv6 in brackets. */
export const inAddress = (host: string): string => (isIPv6(host) ? `[${host}]` : host);

/**
 * Whether a Host header names the server. A page of another site may let its own name lead to this machine (DNS
 * rebinding), and would then be taken for ours: its requests still carry that name. Where the server listens at
 * every address, any of them will do, as those cannot be led elsewhere.
 */
export function namesServer(header: string | undefined, { host, port }: ServerAddress): boolean {
  const [, name, given = usualHttpPort] =
    /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(header?.toLowerCase() ?? '') ?? [];
  if (name === undefined || Number(given) !== port) return false;
  if (namesOfThisMachine.includes(name) || name === inAddress(host).toLowerCase()) return true;
  return isEveryAddress(host) && isIP(name.replace(/^\[|\]$/g, '')) !== 0;
}

export const isEveryAddress = (host: string): boolean => host === '0.0.0.0' || host === '::';
