import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { archiveFor, pinnedRelease } from './k6-release.ts';
import { pinnedSupply } from './supply.ts';

it.each([
  ['linux', 'x64', 'k6-v2.2.0-linux-amd64.tar.gz', 'k6-v2.2.0-linux-amd64'],
  ['linux', 'arm64', 'k6-v2.2.0-linux-arm64.tar.gz', 'k6-v2.2.0-linux-arm64'],
  ['darwin', 'x64', 'k6-v2.2.0-macos-amd64.zip', 'k6-v2.2.0-macos-amd64'],
  ['darwin', 'arm64', 'k6-v2.2.0-macos-arm64.zip', 'k6-v2.2.0-macos-arm64'],
])('names the archive for %s on %s', (platform, architecture, file, folder) => {
  const archive = archiveFor(pinnedRelease, platform, architecture);
  expect(archive).toMatchObject({ file, folder });
  expect(archive.sha256).toMatch(/^[0-9a-f]{64}$/);
});

it('has none for other systems', () => {
  expect(() => archiveFor(pinnedRelease, 'freebsd', 'x64')).toThrow('no archive for freebsd on x64');
  expect(() => archiveFor(pinnedRelease, 'linux', 'riscv64')).toThrow('no archive for linux on riscv64');
});

it('is the version that the Go module pins', () => {
  const module = readFileSync(join(pinnedSupply.goModule, 'go.mod'), 'utf8');
  expect(/go\.k6\.io\/k6\/v2 (v\S+)/.exec(module)?.[1]).toBe(pinnedRelease.version);
});
