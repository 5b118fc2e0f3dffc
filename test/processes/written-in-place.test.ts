import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { destinationOf } from '../../bench/cli/destination.ts';
import { canMount } from '../support/small-disk.ts';

it.runIf(canMount)(
  'a file that a container was given is written in place, as it cannot be replaced',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'headroom-test-'));
    const [given, outside] = [join(folder, 'given'), join(folder, 'outside')];
    writeFileSync(given, '');
    writeFileSync(outside, 'an older and longer one');
    execFileSync('mount', ['--bind', outside, given]);
    try {
      await destinationOf('--json', given).write('new');
    } finally {
      execFileSync('umount', [given]);
    }
    expect(readFileSync(outside, 'utf8')).toBe('new');
    expect(readdirSync(folder).sort()).toEqual(['given', 'outside']);
  },
);
