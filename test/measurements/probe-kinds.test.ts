import { describe, it } from 'vitest';
import { expectKind } from '../support/probe-kind.ts';

// Servers that need a CPU, of their own or because of how many users it takes to see their kind.
describe('a probe of', () => {
  it.each([
    ['threads.py', 'pool', 40],
    ['unlimited.mjs', 'scales', null],
    ['cpu.mjs', 'cpu-bound', 1],
  ] as const)('%s: %s of %s', expectKind);
});
