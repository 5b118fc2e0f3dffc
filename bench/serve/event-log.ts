import type { LiveEvent } from '@headroom/contract/live.ts';

/** An event with its place in the stream. */
export interface NumberedEvent {
  readonly id: number;
  readonly event: LiveEvent;
}

/** The events of the run in hand, or of the last one: kept, so that whoever connects later misses nothing. */
export interface EventLog {
  add(event: LiveEvent): void;
  /** Those after `id`, oldest first; all that are kept where `id` is null or of another life of the server. */
  since(id: number | null): readonly NumberedEvent[];
  /** Calls `listener` for every event from now on. @returns what ends that */
  subscribe(listener: (event: NumberedEvent) => void): () => void;
}

/** A log that forgets the run before with the `started` of the next one. */
export function eventLog(): EventLog {
  // Not from 1: a page that was open before the server began anew must not take its events for those it knows.
  let nextId = Date.now();
  let kept: NumberedEvent[] = [];
  const listeners = new Set<(event: NumberedEvent) => void>();
  return {
    add(event) {
      if (event.kind === 'started') kept = [];
      const numbered = { id: nextId++, event };
      kept.push(numbered);
      for (const listener of listeners) listener(numbered);
    },
    since(id) {
      const known = id !== null && kept.some((one) => one.id === id);
      return known ? kept.filter((one) => one.id > (id as number)) : [...kept];
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
