import { ask } from './ask.ts';

const limitSeconds = 60;

/**
 * Waits until a server has worked off what a load left behind: two answers in a row that take no longer than 2 R0 + 50 ms.
 * @param aloneSeconds R0, of a lone user
 * @returns false where a minute was not enough
 */
export async function awaitQuiet(url: string, aloneSeconds: number, signal: AbortSignal): Promise<boolean> {
  const deadline = performance.now() + limitSeconds * 1000;
  let quickInARow = 0;
  while (performance.now() < deadline) {
    const seconds = await ask(url, signal).catch(() => Number.POSITIVE_INFINITY);
    signal.throwIfAborted();
    quickInARow = seconds <= 2 * aloneSeconds + 0.05 ? quickInARow + 1 : 0;
    if (quickInARow === 2) return true;
  }
  return false;
}
