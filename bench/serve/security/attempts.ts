/** Counts what went wrong, by address, and tells when it was too often. */
export interface Attempts {
  isExhausted(address: string): boolean;
  fail(address: string): void;
}

/** So that many addresses cannot fill the memory. */
const mostAddresses = 10_000;

/** @param now Unix seconds */
export function attempts(
  { most, perSeconds }: { readonly most: number; readonly perSeconds: number },
  now: () => number,
): Attempts {
  const failures = new Map<string, { count: number; readonly until: number }>();
  const current = (address: string) => {
    const found = failures.get(address);
    return found !== undefined && found.until > now() ? found : undefined;
  };
  return {
    isExhausted: (address) => (current(address)?.count ?? 0) >= most,
    fail(address) {
      const found = current(address);
      if (found !== undefined) {
        found.count++;
        return;
      }
      failures.delete(address);
      const [oldest] = failures.keys();
      if (failures.size >= mostAddresses && oldest !== undefined) failures.delete(oldest);
      failures.set(address, { count: 1, until: now() + perSeconds });
    },
  };
}
