import { describe, it } from 'vitest';
import { expectKind } from '../support/probe-kind.ts';

// Servers that wait: they need no CPU to speak of, and are probed side by side.
describe.concurrent('a probe of', () => {
  it.each([
    ['blocked.mjs', 'one-at-a-time', 1],
    ['semaphore.mjs', 'pool', 7],
    ['lock.mjs', 'contended', null],
  ] as const)('%s: %s of %s', expectKind);
});
