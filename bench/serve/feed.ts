import type { ServerResponse } from 'node:http';
import type { EventLog, NumberedEvent } from './event-log.ts';

/** What an event looks like on the way. */
const frameOf = ({ id, event }: NumberedEvent): string => `id: ${id}\ndata: ${JSON.stringify(event)}\n\n`;

/**
 * Writes the events after `lastId`, and from then on every new one, no faster than the client reads. A client that
 * leaves more than `bufferBytes` of new events unread, or reads nothing from one ping to the next while something
 * waits for it, is dropped.
 */
export function feed(
  response: ServerResponse,
  log: EventLog,
  lastId: number | null,
  { bufferBytes, pingSeconds }: { readonly bufferBytes: number; readonly pingSeconds: number },
): void {
  // Both in the same turn of the event loop: nothing can happen between what was and what comes.
  const waiting = [...log.since(lastId)];
  let unreadBytes = 0;
  let isFull = false;
  let wasFull = false;

  const write = (text: string): void => {
    isFull = !response.write(text);
  };
  const pump = (): void => {
    let sent = 0;
    for (; sent < waiting.length && !isFull; sent++) write(frameOf(waiting[sent] as NumberedEvent));
    waiting.splice(0, sent);
    if (waiting.length === 0) unreadBytes = 0;
  };
  const unsubscribe = log.subscribe((event) => {
    waiting.push(event);
    pump();
    if (!isFull) return;
    // The events before it were there when the client came, however many: only what it is behind by counts.
    unreadBytes += Buffer.byteLength(frameOf(event));
    if (unreadBytes > bufferBytes) response.destroy();
  });
  const ping = setInterval(() => {
    if (isFull && wasFull) return void response.destroy();
    wasFull = isFull;
    if (!isFull) write(':\n\n');
  }, pingSeconds * 1000);

  response.on('drain', () => {
    isFull = false;
    wasFull = false;
    pump();
  });
  response.on('error', () => response.destroy());
  response.on('close', () => {
    unsubscribe();
    clearInterval(ping);
  });
  write('retry: 1000\n\n');
  pump();
}
