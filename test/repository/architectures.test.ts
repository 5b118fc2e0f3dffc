import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../bench/config/repository-root.ts';

const textOf = (file: string): string => readFileSync(join(repositoryRoot, file), 'utf8');
const dockerfiles = globSync('{services,examples}/*/Dockerfile', { cwd: repositoryRoot });

/** Names of one architecture, as packages, images and downloads write them. */
const architecture = /\b(amd64|x86[-_]64|x64|arm64|aarch64)\b|--platform[= ]/;

describe('images are built for the architecture of whoever builds them', () => {
  it.each([...dockerfiles, 'docker-compose.yml'])('%s names none', (file) => {
    const named = textOf(file)
      .split('\n')
      .filter((line) => architecture.test(line));
    expect(named).toEqual([]);
  });

  it('what the lock file has compiled for one it has for the other', () => {
    const { packages } = JSON.parse(textOf('package-lock.json')) as {
      packages: Record<string, { os?: string[]; cpu?: string[]; libc?: string[]; version: string }>;
    };
    const compiled = Object.entries(packages).filter(
      ([, { os, cpu }]) => os?.includes('linux') && cpu?.includes('x64'),
    );
    expect(compiled.length).toBeGreaterThan(0);
    const without = compiled
      .map(([path]) => path)
      .filter((path) => packages[path.replace(/(x64|x86_64|amd64)/, 'arm64')] === undefined);
    expect(without).toEqual([]);
  });
});
