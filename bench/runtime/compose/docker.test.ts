import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { repositoryRoot } from '../../config/repository-root.ts';
import { composeEnvironment, docker } from './docker.ts';

afterEach(() => vi.unstubAllEnvs());

const names = Object.keys(parseEnv(readFileSync(join(repositoryRoot, '.env'), 'utf8')));

it.each(names)('gives Compose %s as the shell has it', (name) => {
  vi.stubEnv(name, 'of the shell');
  expect(composeEnvironment({})).toMatchObject({ [name]: 'of the shell' });
});

it('gives Compose nothing of the shell that a trial sets', () => {
  vi.stubEnv('API_WORKERS', '7');
  expect(composeEnvironment({})).not.toHaveProperty('API_WORKERS');
  expect(composeEnvironment({ API_WORKERS: '2' })).toMatchObject({ API_WORKERS: '2' });
});

describe('a command that the engine does not answer', () => {
  it('is ended with all that came of it, and the next ones are waited for less long', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'headroom-docker-'));
    // As `docker compose` is: a program that another one starts.
    writeFileSync(join(folder, 'docker'), `#!/bin/sh\n[ "$1" = version ] && exit\nsleep 600\n`, {
      mode: 0o755,
    });
    vi.stubEnv('PATH', `${folder}${delimiter}/usr/bin${delimiter}/bin`);
    const silent = { ok: false, stdout: '', complaint: 'docker ps got no answer within 0.2 s' };
    expect(await docker(['ps'], { patienceSeconds: 0.2 })).toEqual(silent);
    expect(await docker(['stop'])).toMatchObject({ complaint: 'docker stop got no answer within 10 s' });
    expect(await docker(['version'])).toMatchObject({ ok: true });
  });
});
