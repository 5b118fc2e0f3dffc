import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../bench/config/repository-root.ts';
import { docker, type LabVariables, labVariables } from '../support/container-lab.ts';

let clone: string;
let variables: LabVariables;

beforeAll(async () => {
  clone = join(mkdtempSync(join(tmpdir(), 'headroom-clone-')), 'headroom');
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: repositoryRoot, encoding: 'utf8' });
  for (const file of files.split('\0').filter(Boolean)) {
    if (existsSync(join(repositoryRoot, file))) cpSync(join(repositoryRoot, file), join(clone, file));
  }
  variables = await labVariables('by-hand');
});
afterAll(() => {
  compose('down', '--volumes', '--timeout', '1');
});

const compose = (...words: string[]): string => composeWith({}, ...words);

function composeWith(further: LabVariables, ...words: string[]): string {
  return execFileSync('docker', ['compose', '--profile', 'grafana', ...words], {
    cwd: clone,
    encoding: 'utf8',
    env: { ...process.env, ...variables, ...further },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

interface Config {
  readonly services: Readonly<
    Record<string, { readonly volumes?: readonly { readonly type: string; readonly source: string }[] }>
  >;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

describe('docker compose up by hand on a fresh clone', () => {
  it('finds every file that it mounts', () => {
    const { services, secrets }: Config = JSON.parse(compose('config', '--format', 'json'));
    expect(Object.keys(services).sort()).toEqual(['api', 'grafana', 'prometheus']);
    const mounted = Object.values(services)
      .flatMap(({ volumes = [] }) => volumes)
      .flatMap(({ type, source }) => (type === 'bind' ? [source] : []));
    expect(mounted.length).toBeGreaterThanOrEqual(3);
    const files = [...mounted, ...Object.values(secrets).map(({ file }) => file)];
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('comes up healthy', () => {
    compose('up', '--detach', '--wait', '--wait-timeout', '300', 'api', 'prometheus');
    const running = docker(
      ...['ps', '--format', '{{.Status}}', '--filter'],
      `label=com.docker.compose.project=${variables.COMPOSE_PROJECT_NAME}`,
    );
    expect(running.split('\n')).toEqual([
      expect.stringContaining('(healthy)'),
      expect.stringContaining('(healthy)'),
    ]);
  });

  it("makes a password of Grafana's administrator once, which Grafana alone can read", () => {
    // Grafana's own image cannot be had everywhere; in this one its start shows what it was given.
    const start = join(clone, 'run.sh');
    const script = 'stat -c %a:%u $GF_SECURITY_ADMIN_PASSWORD__FILE; cat $GF_SECURITY_ADMIN_PASSWORD__FILE';
    writeFileSync(start, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    // To whom a volume belongs is said by Grafana's image; by this one it is root.
    const words = ['--no-deps', '--no-TTY', '--user', '0:0', '--volume', `${start}:/run.sh:ro`, 'grafana'];
    const image = { GRAFANA_IMAGE: variables.API_IMAGE ?? '' };
    const first = composeWith(image, 'run', '--rm', ...words);
    expect(first).toMatch(/^600:0\n[\w-]{24}\n$/);
    expect(composeWith(image, 'run', '--rm', ...words)).toBe(first);
  });
});
