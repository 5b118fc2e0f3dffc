import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrialInput } from '@headroom/contract/trial-input.ts';
import { describe, expect, it } from 'vitest';
import { startLoad } from './start-load.ts';

const inputWith = (body: string) => ({ body }) as TrialInput;

describe('startLoad', () => {
  const log = () => join(mkdtempSync(join(tmpdir(), 'headroom-load-')), 'log');

  it('says what to do about a trial that is more than a process gets', async () => {
    const input = inputWith('a'.repeat(8 * 1024 ** 2));
    await expect(
      startLoad('k6 (/bin/k6)', [process.execPath, '--version'], input, log()),
    ).rejects.toMatchObject({
      code: 'BENCH_GENERATOR_FAILED',
      message: expect.stringMatching(
        /^k6 \(\/bin\/k6\) cannot be started: .* takes 83886\d\d bytes, .*ulimit -s/,
      ),
    });
  });

  it('names a program that is not there', async () => {
    await expect(startLoad('k6 (/no/k6)', ['/no/k6'], inputWith('a'), log())).rejects.toMatchObject({
      code: 'BENCH_GENERATOR_FAILED',
      message: expect.stringMatching(/^k6 \(\/no\/k6\) cannot be started: .*ENOENT/),
    });
  });
});
