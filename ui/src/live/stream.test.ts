import { describe, expect, it } from 'vitest';
import type { Received } from './state.ts';
import { type Connection, listen } from './stream.ts';

/** A browser whose events and pictures the test makes happen. */
function stage() {
  const sources: FakeSource[] = [];
  const pictures: (() => void)[] = [];
  const later: { seconds: number; then: () => void; cancelled: boolean }[] = [];
  const batches: (readonly Received[])[] = [];
  const connections: Connection[] = [];
  const stop = listen(
    '/events',
    { onEvents: (batch) => batches.push(batch), onConnection: (now) => connections.push(now) },
    {
      open: () => {
        const source = new FakeSource();
        sources.push(source);
        return source as unknown as EventSource;
      },
      beforeNextPicture: (flush) => pictures.push(flush),
      after: (seconds, then) => {
        const entry = { seconds, then, cancelled: false };
        later.push(entry);
        return () => {
          entry.cancelled = true;
        };
      },
    },
  );
  const drawPicture = () => {
    for (const flush of pictures.splice(0)) flush();
  };
  return { sources, later, batches, connections, stop, drawPicture };
}

class FakeSource {
  readyState = 0;
  isClosed = false;
  onopen = () => {};
  onerror = () => {};
  onmessage = (_: { lastEventId: string; data: string }) => {};
  close() {
    this.isClosed = true;
  }
  say(id: number) {
    this.onmessage({
      lastEventId: String(id),
      data: JSON.stringify({ kind: 'log', atSeconds: id, text: '' }),
    });
  }
}

describe('listen', () => {
  it('hands events on once a picture', () => {
    const { sources, batches, drawPicture } = stage();
    for (const id of [1, 2, 3]) sources[0]?.say(id);
    expect(batches).toEqual([]);
    drawPicture();
    sources[0]?.say(4);
    drawPicture();
    expect(batches.map((batch) => batch.map(({ id }) => id))).toEqual([[1, 2, 3], [4]]);
  });

  it('leaves it to the browser to connect again while it tries', () => {
    const { sources, later, connections } = stage();
    sources[0]?.onopen();
    sources[0]?.onerror();
    sources[0]?.onopen();
    expect(connections).toEqual(['open', 'lost', 'open']);
    expect(later).toEqual([]);
  });

  it('opens anew, after a while, what the browser has given up', () => {
    const { sources, later } = stage();
    const [source] = sources;
    if (source) source.readyState = 2;
    source?.onerror();
    expect(later.map(({ seconds }) => seconds)).toEqual([2]);
    later[0]?.then();
    expect(sources).toHaveLength(2);
  });

  it('is silent once it was stopped', () => {
    const { sources, later, batches, stop, drawPicture } = stage();
    const [source] = sources;
    source?.say(1);
    if (source) source.readyState = 2;
    source?.onerror();
    stop();
    drawPicture();
    expect(batches).toEqual([]);
    expect(source?.isClosed).toBe(true);
    expect(later[0]?.cancelled).toBe(true);
  });
});
