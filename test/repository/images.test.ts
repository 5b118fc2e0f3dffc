import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../bench/config/repository-root.ts';

const files = ['.env', ...globSync('{services,examples}/*/Dockerfile', { cwd: repositoryRoot })];
/** Names of images that are no own ones, with what follows. */
const imagesIn = (text: string): string[] =>
  [...text.matchAll(/^(?:ARG )?[A-Z0-9]+_IMAGE=([^$].*)$/gm)].map(([, image = '']) => image);
const textOf = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');

it('every base image is one by its digest, and the same wherever it is named', () => {
  const images = files.flatMap((file) => imagesIn(textOf(repositoryRoot, file)));
  expect(images.length).toBeGreaterThanOrEqual(11);
  const digests = new Map<string, string>();
  for (const image of images) {
    const [, name = '', digest = ''] = /^([\w./-]+:[\w.-]+)@(sha256:[0-9a-f]{64})$/.exec(image) ?? [];
    expect(name, image).not.toBe('');
    expect(digests.get(name) ?? digest, image).toBe(digest);
    digests.set(name, digest);
  }
});

it("Grafana's libraries are those of its image", () => {
  const [, version] = /^GRAFANA_IMAGE=grafana\/grafana:([\d.]+)@/m.exec(textOf(repositoryRoot, '.env')) ?? [];
  const { dependencies } = JSON.parse(textOf(repositoryRoot, 'grafana/proof/package.json')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const libraries = Object.entries(dependencies).filter(([name]) => name.startsWith('@grafana/'));
  expect(libraries).toHaveLength(3);
  for (const [name, pinned] of libraries) expect(pinned, name).toBe(version);
});

it('a workflow runs nothing of others that is not one by its commit', () => {
  const folder = join(repositoryRoot, '.github/workflows');
  const uses = globSync('*.yml', { cwd: folder }).flatMap((file) =>
    [...textOf(folder, file).matchAll(/uses: (.*)$/gm)].map(([, action = '']) => action),
  );
  expect(uses.length).toBeGreaterThan(10);
  for (const action of uses) expect(action).toMatch(/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

it('a workflow may read, and write only where nothing of the project runs', () => {
  const folder = join(repositoryRoot, '.github/workflows');
  for (const file of globSync('*.yml', { cwd: folder })) {
    const [head = '', all = ''] = textOf(folder, file).split(/^jobs:$/m);
    const jobs = all.split(/^ {2}(?=[\w-]+:$)/m);
    expect(head, file).toMatch(/^permissions:\n {2}contents: read$/m);
    const writing = jobs.filter((job) => /: write$/m.test(job));
    expect(
      writing.filter((job) => job.includes('actions/checkout')),
      file,
    ).toEqual([]);
  }
});

describe('make images', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  /** A docker that knows an image by this digest, of an index of these architectures. */
  const index = (digest: string, ...architectures: string[]) => {
    const manifests = architectures.map((architecture) => ({ platform: { os: 'linux', architecture } }));
    return `echo '${JSON.stringify({ digest, manifests })}'`;
  };
  const registry = index(digest, 'amd64', 'arm64', 'unknown');
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'headroom-images-'));
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      cpSync(join(repositoryRoot, file), join(folder, file));
    }
    mkdirSync(join(folder, 'bin'));
  });

  /** With a docker that answers so. */
  function pin(answer: string, ...flags: string[]) {
    const docker = join(folder, 'bin', 'docker');
    writeFileSync(docker, `#!/bin/sh\n${answer}\n`);
    chmodSync(docker, 0o755);
    const script = join(repositoryRoot, 'ci/pin-images.ts');
    return spawnSync(process.execPath, [script, ...flags], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
    });
  }

  it('writes the digests of the registry, of the same names', () => {
    expect(pin(registry)).toMatchObject({ status: 0, stderr: '' });
    for (const file of files) {
      const [before, after] = [repositoryRoot, folder].map((place) => textOf(place, file));
      expect(after).toBe(before?.replaceAll(/sha256:[0-9a-f]{64}/g, digest));
      expect(imagesIn(after ?? '')).toEqual(imagesIn(after ?? '').filter((image) => image.endsWith(digest)));
    }
    expect(pin(registry, '--check')).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  it('tells of others, and of those that are missing, and changes nothing', () => {
    writeFileSync(join(folder, '.env'), 'NODE_IMAGE=node:24\n');
    const checked = pin(registry, '--check');
    expect(checked).toMatchObject({ status: 1, stderr: expect.stringContaining('make images writes them') });
    expect(checked.stdout).toContain(`.env: NODE_IMAGE=node:24 is now NODE_IMAGE=node:24@${digest}`);
    expect(textOf(folder, '.env')).toContain('NODE_IMAGE=node:24\n');
  });

  it('writes nothing that is no digest', () => {
    expect(pin(index('none', 'amd64', 'arm64'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('has the digest "none"'),
    });
    expect(pin('exit 1')).toMatchObject({ status: 1 });
    // An image of one platform is no index.
    expect(pin(index(digest))).toMatchObject({ status: 1 });
    expect(pin(index(digest, 'amd64'))).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/ is not there for linux\/arm64/),
    });
    for (const file of files) expect(textOf(folder, file)).toBe(textOf(repositoryRoot, file));
  });
});
