import { networkInterfaces } from 'node:os';
import { BenchError } from '@headroom/contract/errors.ts';
import type { TargetUrl } from './target-url.ts';

/** Whether a host is this machine, by its name or address alone: what a name resolves to may change meanwhile. */
export function isThisMachine(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true;
  if (/^127\.\d+\.\d+\.\d+$/.test(hostname) || ['::1', '0.0.0.0', '::'].includes(hostname)) return true;
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === hostname),
  );
}

/** @throws BenchError BENCH_PROBE_HOST_NOT_ALLOWED for a host that is neither this machine nor allowed by name */
export function demandAllowed(
  { hostname }: Pick<TargetUrl, 'hostname'>,
  name: string,
  allowed: readonly string[],
): void {
  if (isThisMachine(hostname) || allowed.some((host) => host.toLowerCase() === hostname)) return;
  throw new BenchError(
    'BENCH_PROBE_HOST_NOT_ALLOWED',
    `${name} names ${hostname}, which is not this machine: expected one of its own addresses. If that host is yours to load, say so: --i-may-load ${hostname}`,
  );
}
