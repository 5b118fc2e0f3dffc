import { describe, expect, it } from 'vitest';
import { changes, demandNone, demandRun } from './run-in-hand.ts';

describe('changes', () => {
  const patient = new AbortController().signal;

  it('gives the number that is asked for to whoever waits', async () => {
    const { ask, next } = changes(100);
    const waiting = next(patient);
    ask(20);
    await expect(waiting).resolves.toBe(20);
  });

  it('keeps the last one until somebody takes it', async () => {
    const { ask, next } = changes(100);
    ask(20);
    ask(30);
    await expect(next(patient)).resolves.toBe(30);
  });

  it('loses none to somebody who has given up', async () => {
    const { ask, next } = changes(100);
    const gaveUp = new AbortController();
    void next(gaveUp.signal);
    gaveUp.abort();
    ask(40);
    await expect(next(patient)).resolves.toBe(40);
  });
});

describe('one run at a time', () => {
  it('names the run that is in hand', () => {
    expect(() => demandNone(null)).not.toThrow();
    expect(() => demandNone('SyncUser (nest /sync), 10 users')).toThrow(
      /SyncUser \(nest \/sync\), 10 users runs now/,
    );
    expect(() => demandRun(null, null)).toThrow(/no run is in hand/);
  });
});
