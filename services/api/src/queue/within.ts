/**
 * What `work` gives, or a rejection with `late()` when it takes longer. A loop that was blocked runs its timers
 * before it reads its sockets, so an answer that lies there by then still counts.
 */
export function within<T>(work: Promise<T>, seconds: number, late: () => Error): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const timer = setTimeout(() => setImmediate(() => reject(late())), seconds * 1000);
  work.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}
