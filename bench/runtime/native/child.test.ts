import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../fixtures/eventually.ts';
import { startChild } from './child.ts';
import { descendantsOf, isAlive } from './process-tree.ts';

describe.runIf(existsSync('/proc/self/stat'))('ending a child', () => {
  it('ends what it has put into a session of its own', async () => {
    const log = join(mkdtempSync(join(tmpdir(), 'headroom-test-')), 'child.log');
    const script = `
      require('node:child_process').spawn('sleep', ['600'], { detached: true });
      console.log('up');
      setInterval(() => {}, 1000);
    `;
    const child = await startChild([process.execPath, '-e', script], {}, log);
    await eventually(() => expect(readFileSync(log, 'utf8')).toContain('up'));
    const below = descendantsOf(child.pid);
    expect(below).toHaveLength(1);
    await child.stop(3);
    await eventually(() => expect(below.some(isAlive)).toBe(false));
  });
});
