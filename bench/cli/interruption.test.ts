import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { noteSignalListeners } from '../fixtures/signal-listeners.ts';
import { interruption } from './interruption.ts';

let said: string[];
beforeEach(() => {
  said = [];
});
afterEach(noteSignalListeners());
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const begin = () => ({
  exit: vi.spyOn(process, 'exit').mockImplementation(() => undefined as never),
  signal: interruption((line) => said.push(line)),
});

it('aborts on the first Ctrl-C and ends with 130 on the second', () => {
  const { exit, signal } = begin();
  process.emit('SIGINT');
  expect(signal.aborted).toBe(true);
  expect(said).toHaveLength(1);
  expect(exit).not.toHaveBeenCalled();
  process.emit('SIGINT');
  expect(exit).toHaveBeenCalledWith(130);
});

it('aborts when the terminal is closed, however often that is said', () => {
  const { exit, signal } = begin();
  process.emit('SIGHUP');
  process.emit('SIGHUP');
  expect(signal.aborted).toBe(true);
  expect(said).toHaveLength(1);
  // Whoever asks now has not asked before.
  process.emit('SIGTERM');
  expect(exit).not.toHaveBeenCalled();
  process.emit('SIGTERM');
  expect(exit).toHaveBeenCalledWith(130);
});

it('heeds no closed terminal where that is to be ignored', () => {
  vi.stubEnv('HEADROOM_NOHUP', '1');
  const before = process.listenerCount('SIGHUP');
  begin();
  expect(process.listenerCount('SIGHUP')).toBe(before);
});
