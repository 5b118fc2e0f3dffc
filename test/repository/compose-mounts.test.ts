import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../../bench/config/repository-root.ts';

it('folders of the checkout and of results are mounted in the long form, in which a colon is part of a path', () => {
  const compose = readFileSync(join(repositoryRoot, 'docker-compose.yml'), 'utf8');
  expect(compose.match(/type: bind, source: /g)?.length).toBeGreaterThan(0);
  expect(compose.split('\n').filter((line) => /^ *- ["']?(\.|\/|\$\{).*:\//.test(line))).toEqual([]);
});
