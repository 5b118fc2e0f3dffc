const secondLookSeconds = 0.1;

/**
 * What `work` gives, or a rejection with `late()` when it takes longer. A loop that was blocked runs its timers
 * before it writes and reads what has piled up, so it gets a moment for that before anything counts as late.
 */
export function within<T>(work: Promise<T>, seconds: number, late: () => Error): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let timer = setTimeout(() => {
    timer = setTimeout(() => setImmediate(() => reject(late())), secondLookSeconds * 1000);
  }, seconds * 1000);
  work.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}
