import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { noteSignalListeners } from '../fixtures/signal-listeners.ts';
import { interruption } from './interruption.ts';

type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

let said: string[];
beforeEach(() => {
  said = [];
});
afterEach(noteSignalListeners());
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

function begin() {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  const others = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).flatMap((name) => process.listeners(name));
  const signal = interruption((line) => said.push(line));
  /** Tells it alone, and nobody else who listens in this process. */
  const tell = (name: Signal) => {
    for (const listener of process.listeners(name)) if (!others.includes(listener)) listener(name);
  };
  return { exit, signal, tell };
}

it('aborts on the first Ctrl-C and ends with 130 on the second', () => {
  const { exit, signal, tell } = begin();
  tell('SIGINT');
  expect(signal.aborted).toBe(true);
  expect(said).toHaveLength(1);
  expect(exit).not.toHaveBeenCalled();
  tell('SIGINT');
  expect(exit).toHaveBeenCalledWith(130);
});

it('aborts when the terminal is closed, however often that is said', () => {
  const { exit, signal, tell } = begin();
  tell('SIGHUP');
  tell('SIGHUP');
  expect(signal.aborted).toBe(true);
  expect(said).toHaveLength(1);
  // Whoever asks now has not asked before.
  tell('SIGTERM');
  expect(exit).not.toHaveBeenCalled();
  tell('SIGTERM');
  expect(exit).toHaveBeenCalledWith(130);
});

it('heeds no closed terminal where that is to be ignored', () => {
  vi.stubEnv('HEADROOM_NOHUP', '1');
  const before = process.listenerCount('SIGHUP');
  begin();
  expect(process.listenerCount('SIGHUP')).toBe(before);
});
