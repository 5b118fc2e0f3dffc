import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPostgres } from './find-postgres.ts';

describe('findPostgres', () => {
  let folder: string;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'headroom-find-')));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function install(name: string, programs: readonly string[]): string {
    const bin = join(folder, name);
    mkdirSync(bin);
    for (const program of programs) writeFileSync(join(bin, program), '', { mode: 0o755 });
    return bin;
  }

  it('takes the folder that is named, and no other one', () => {
    const whole = install('whole', ['initdb', 'postgres', 'psql']);
    const half = install('half', ['initdb', 'postgres']);
    expect(findPostgres(whole, '')).toBe(whole);
    expect(() => findPostgres(half, whole)).toThrow(
      `There is no PostgreSQL in ${half} (STORES_POSTGRES_PROGRAMS)`,
    );
  });

  it('follows the link that stands on the search path', () => {
    const whole = install('whole', ['initdb', 'postgres', 'psql']);
    const linked = install('linked', []);
    symlinkSync(join(whole, 'initdb'), join(linked, 'initdb'));
    expect(findPostgres(undefined, `/nowhere:${linked}`)).toBe(whole);
  });
});
