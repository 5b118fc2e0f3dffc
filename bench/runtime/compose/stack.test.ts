import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makePassword } from './stack.ts';

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe("the password of Grafana's administrator", () => {
  it('is made once, behind a folder that keeps other users out', () => {
    const root = mkdtempSync(join(tmpdir(), 'headroom-stack-'));
    const [folder, file] = [join(root, '.secrets'), join(root, '.secrets/grafana-admin-password')];
    // As somebody may have made it by hand.
    mkdirSync(folder, { mode: 0o755 });
    const umask = process.umask(0o077);
    makePassword(root);
    process.umask(umask);
    const password = readFileSync(file, 'utf8');
    expect(password).toMatch(/^[\w-]{24}\n$/);
    expect(modeOf(folder)).toBe(0o700);
    // As Grafana is another user in its container.
    expect(modeOf(file)).toBe(0o644);
    makePassword(root);
    expect(readFileSync(file, 'utf8')).toBe(password);
  });

  it('stays the one that Grafana was made with, and is no longer where everybody could read it', () => {
    const root = mkdtempSync(join(tmpdir(), 'headroom-stack-'));
    const before = join(root, '.grafana-admin-password');
    writeFileSync(before, 'kept\n');
    makePassword(root);
    expect(readFileSync(join(root, '.secrets/grafana-admin-password'), 'utf8')).toBe('kept\n');
    expect(existsSync(before)).toBe(false);
  });
});
