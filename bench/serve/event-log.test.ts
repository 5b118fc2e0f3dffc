import type { LiveEvent } from '@headroom/contract/live.ts';
import { describe, expect, it } from 'vitest';
import { eventLog, type NumberedEvent } from './event-log.ts';

const started = (runId: string): LiveEvent => ({
  kind: 'started',
  run: { runId, startedAt: 1, words: '', canChangeUsers: true, links: [] },
});
const line = (text: string): LiveEvent => ({ kind: 'log', atSeconds: 1, text });
const textsOf = (events: readonly NumberedEvent[]) =>
  events.map(({ event }) => (event.kind === 'log' ? event.text : event.kind));

describe('the log of events', () => {
  it('numbers them one after the other and keeps them in order', () => {
    const log = eventLog();
    for (const text of ['a', 'b', 'c']) log.add(line(text));
    const [a, b, c] = log.since(null).map(({ id }) => id) as [number, number, number];
    expect([b - a, c - b]).toEqual([1, 1]);
    expect(textsOf(log.since(a))).toEqual(['b', 'c']);
    expect(log.since(c)).toEqual([]);
  });

  it('gives all of them to whoever knows an event of another life or run', () => {
    const log = eventLog();
    log.add(started('one'));
    log.add(line('a'));
    const last = log.since(null).at(-1)?.id ?? null;
    expect(textsOf(log.since(7))).toEqual(['started', 'a']);
    log.add(started('two'));
    log.add(line('b'));
    expect(textsOf(log.since(last))).toEqual(['started', 'b']);
    expect(textsOf(log.since(null))).toEqual(['started', 'b']);
  });

  it('keeps what was given away as it was', () => {
    const log = eventLog();
    log.add(line('a'));
    const given = log.since(null);
    log.add(line('b'));
    log.add(started('two'));
    expect(textsOf(given)).toEqual(['a']);
  });

  it('tells every listener of what comes, until it does not care any more', () => {
    const log = eventLog();
    log.add(line('before'));
    const [heard, other]: NumberedEvent[][] = [[], []];
    const end = log.subscribe((event) => heard?.push(event));
    log.subscribe((event) => other?.push(event));
    log.add(line('a'));
    end();
    log.add(line('b'));
    expect(textsOf(heard ?? [])).toEqual(['a']);
    expect(textsOf(other ?? [])).toEqual(['a', 'b']);
    expect(log.since(null).slice(1)).toEqual(other);
  });
});
