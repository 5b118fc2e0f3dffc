import { afterEach, expect, it, vi } from 'vitest';
import { noteSignalListeners } from '../fixtures/signal-listeners.ts';
import { interruption } from './interruption.ts';

afterEach(noteSignalListeners());
afterEach(() => vi.restoreAllMocks());

it('aborts on the first Ctrl-C and ends with 130 on the second', () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  const said: string[] = [];
  const signal = interruption((line) => said.push(line));
  process.emit('SIGINT');
  expect(signal.aborted).toBe(true);
  expect(said).toHaveLength(1);
  expect(exit).not.toHaveBeenCalled();
  process.emit('SIGINT');
  expect(exit).toHaveBeenCalledWith(130);
});
