import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, expect, it, vi } from 'vitest';
import { repositoryRoot } from '../../config/repository-root.ts';
import { composeEnvironment } from './docker.ts';

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
