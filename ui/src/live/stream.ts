import type { LiveEvent } from '@headroom/contract/live.ts';
import type { Received } from './state.ts';

export type Connection = 'connecting' | 'open' | 'lost';

export interface StreamListener {
  readonly onEvents: (received: readonly Received[]) => void;
  readonly onConnection: (connection: Connection) => void;
}

/** What the stream needs of the browser. */
export interface Surroundings {
  readonly open: (url: string) => EventSource;
  /** Calls back before the next picture is drawn, or a little later where nobody looks. */
  readonly beforeNextPicture: (flush: () => void) => void;
  readonly after: (seconds: number, then: () => void) => () => void;
}

const reopenAfterSeconds = 2;

/**
 * Listens to the lab until it is told to stop. Events are handed on in batches, at most one a picture; a stream that
 * the browser has given up is opened anew.
 * @returns stops listening
 */
export function listen(
  url: string,
  listener: StreamListener,
  surroundings: Surroundings = browser,
): () => void {
  let source: EventSource;
  let isStopped = false;
  let cancelReopening = () => {};
  let waiting: Received[] = [];

  function flush() {
    const batch = waiting;
    waiting = [];
    if (!isStopped && batch.length > 0) listener.onEvents(batch);
  }

  function open() {
    source = surroundings.open(url);
    source.onopen = () => listener.onConnection('open');
    source.onmessage = (message: MessageEvent<string>) => {
      if (waiting.length === 0) surroundings.beforeNextPicture(flush);
      waiting.push({ id: Number(message.lastEventId), event: JSON.parse(message.data) as LiveEvent });
    };
    source.onerror = () => {
      listener.onConnection('lost');
      // CLOSED: the browser tries no more, as after an answer of 500.
      if (source.readyState !== 2) return;
      source.close();
      cancelReopening = surroundings.after(reopenAfterSeconds, open);
    };
  }

  open();
  return () => {
    isStopped = true;
    cancelReopening();
    source.close();
  };
}

const browser: Surroundings = {
  open: (url) => new EventSource(url),
  beforeNextPicture: (flush) => {
    // Hidden pages draw no pictures; theirs would pile up.
    if (document.hidden) setTimeout(flush, 1000);
    else requestAnimationFrame(flush);
  },
  after: (seconds, then) => {
    const timer = setTimeout(then, seconds * 1000);
    return () => clearTimeout(timer);
  },
};
