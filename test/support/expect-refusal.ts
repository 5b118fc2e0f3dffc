import { expect } from 'vitest';
import type { Ended } from './lab.ts';

/** A command that ended with that code, and one line that says why. */
export function expectRefusal(ended: Ended, exitCode: number, message: RegExp): void {
  expect(ended.stderr).toMatch(message);
  expect(ended.stderr).not.toMatch(/^\s+at /m);
  expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  expect(ended.exitCode).toBe(exitCode);
}
