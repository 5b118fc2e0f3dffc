import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { create } from 'tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeProgram } from './fixtures/fake-program.ts';
import { programsOnPath } from './programs-on-path.ts';
import { unpackOne } from './unpack.ts';

const hasUnzip = programsOnPath('/usr/bin:/bin', 'unzip').length > 0;
const { signal } = new AbortController();

describe('an archive', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'headroom-unpack-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function tarWith(name: string): string {
    fakeProgram(join(folder, 'release', name), 'echo');
    const archive = join(folder, 'release.tar.gz');
    create({ cwd: folder, file: archive, gzip: true, sync: true }, ['release']);
    return archive;
  }

  it('that is a tar.gz gives its program', async () => {
    await unpackOne(tarWith('k6'), 'release/k6', folder, signal);
    expect(readFileSync(join(folder, 'k6'), 'utf8')).toContain('echo');
  });

  it('that lacks the program is refused', async () => {
    await expect(unpackOne(tarWith('other'), 'release/k6', folder, signal)).rejects.toThrow(
      'does not hold release/k6',
    );
  });

  it.runIf(hasUnzip)('that is a zip gives its program', async () => {
    const archive = join(folder, 'release.zip');
    writeFileSync(archive, storedZip('release/k6', Buffer.from('#!/bin/sh\n')));
    await unpackOne(archive, 'release/k6', folder, signal);
    expect(readFileSync(join(folder, 'k6'), 'utf8')).toBe('#!/bin/sh\n');
  });

  it.runIf(hasUnzip)('that is a damaged zip is refused', async () => {
    const archive = join(folder, 'release.zip');
    writeFileSync(archive, 'damaged');
    await expect(unpackOne(archive, 'release/k6', folder, signal)).rejects.toThrow(/unzip ended with \d+/);
  });
});

/** A zip of one file that is not compressed (PKWARE APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16). */
function storedZip(name: string, content: Buffer): Buffer {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), content]);

  const attributes = Buffer.alloc(14);
  attributes.writeUInt32LE(0o100755 * 65536, 6);
  const madeOnUnix = Buffer.from([20, 3]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02'),
    madeOnUnix,
    common,
    attributes,
    Buffer.from(name),
  ]);

  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06'), end]);
}
