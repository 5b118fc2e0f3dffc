import { describe, it } from 'vitest';
import { expectKind } from '../support/probe-kind.ts';

// Servers whose kind takes many users to see, and that wait: they are probed side by side.
describe.concurrent('a probe of', () => {
  it.each([
    ['threads.py', 'pool', 40],
    ['unlimited.mjs', 'scales', null],
  ] as const)('%s: %s of %s', expectKind);
});
