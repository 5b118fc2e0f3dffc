interface Waiter<T> {
  /** Resolves when the thing waited for is there. Never the cause of an unhandled rejection. */
  readonly arrival: Promise<T>;
  leave(): void;
}

/** Those who wait for something by its id; several may wait for the same. */
export class WaitingRoom<T> {
  readonly #waiters = new Map<string, Set<PromiseWithResolvers<T>>>();

  /** Whoever enters must leave. */
  enter(id: string): Waiter<T> {
    const waiter = Promise.withResolvers<T>();
    waiter.promise.catch(() => {});
    const others = this.#waiters.get(id) ?? new Set();
    this.#waiters.set(id, others.add(waiter));
    return {
      arrival: waiter.promise,
      leave: () => {
        others.delete(waiter);
        if (others.size === 0 && this.#waiters.get(id) === others) this.#waiters.delete(id);
      },
    };
  }

  /** Gives `arrived` to all who wait for that id. */
  call(id: string, arrived: T): void {
    for (const { resolve } of this.#waiters.get(id) ?? []) resolve(arrived);
  }

  /** Sends everybody away. */
  dismiss(reason: Error): void {
    for (const waiters of this.#waiters.values()) for (const { reject } of waiters) reject(reason);
  }
}
