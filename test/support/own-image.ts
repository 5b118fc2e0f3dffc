import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { repositoryRoot } from '../../bench/config/repository-root.ts';

/** Builds an image of a user's own that runs a script of Node. */
export function buildOwnImage(image: string, script: string): void {
  const command = JSON.stringify(['node', '--eval', script]);
  const dockerfile = `FROM ${nodeImage()}\nUSER 1000:1000\nENTRYPOINT []\nCMD ${command}\n`;
  execFileSync('docker', ['build', '--tag', image, '-'], {
    input: dockerfile,
    stdio: ['pipe', 'ignore', 'pipe'],
    // Needs no more than every engine has.
    env: { ...process.env, DOCKER_BUILDKIT: '0' },
  });
}

/** The base of the lab's own images, as Compose is told it. */
function nodeImage(): string {
  const files = (process.env.COMPOSE_ENV_FILES ?? '.env').split(',');
  const variables = files.map((file) => parseEnv(readFileSync(join(repositoryRoot, file), 'utf8')));
  return process.env.NODE_IMAGE ?? Object.assign({}, ...variables).NODE_IMAGE;
}
