import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../bench/config/repository-root.ts';

interface Locked {
  readonly link?: boolean;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Of the workspaces, and of what is installed on first use beside them. */
const locks = ['package-lock.json', 'grafana/proof/package-lock.json'];

function packagesOf(lock: string): [string, Locked][] {
  const { packages } = JSON.parse(readFileSync(join(repositoryRoot, lock), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  return Object.entries(packages);
}

const nameOf = (path: string): string => path.split('node_modules/').at(-1) ?? path;

describe.each(locks)('%s', (lock) => {
  const packages = packagesOf(lock);

  it('holds the packages of every platform, so that npm ci takes it and leaves it as it is', () => {
    const names = new Set(packages.map(([path]) => nameOf(path)));
    const missing = packages.flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {})
        .filter((name) => !names.has(name))
        .map((name) => `${name} of ${path}`),
    );
    expect(missing).toEqual([]);
  });

  it('names no registry, and has the digest of each package', () => {
    for (const [path, { link, resolved, integrity }] of packages) {
      if (!path.includes('node_modules/') || link) continue;
      expect(resolved, path).toBeUndefined();
      expect(integrity, path).toMatch(/^sha512-/);
    }
  });
});
