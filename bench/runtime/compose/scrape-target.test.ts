import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Environment, readEnvironment } from '../../config/environment.ts';
import { repositoryRoot } from '../../config/repository-root.ts';
import { type ScrapeTarget, scrapedIn } from './scrape-target.ts';

const mine: ScrapeTarget = { name: 'mine', container: 'own-mine', port: 9100, path: '/stats' };

let environment: Environment;
/** What was copied to Prometheus, one text each time. */
let copied: () => string[];

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-scraped-'));
  environment = readEnvironment({ XDG_CACHE_HOME: folder, COMPOSE_PROJECT_NAME: 'lab' });
  const seen = join(folder, 'copied');
  writeFileSync(seen, '');
  // docker compose --profile * cp FILE PLACE
  const script = `#!/bin/sh\n[ "$4" = cp ] && cat "$5" >> '${seen}' && echo " $6" >> '${seen}'\n`;
  writeFileSync(join(folder, 'docker'), script, { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}${delimiter}/usr/bin${delimiter}/bin`);
  copied = () => readFileSync(seen, 'utf8').split(' prometheus:/etc/headroom/targets/subject.json\n');
});
afterEach(() => vi.unstubAllEnvs());

it('tells Prometheus whom to scrape, once as long as it stays the same, and of nobody in the end', async () => {
  const scraped = scrapedIn(environment);
  await scraped.only(mine);
  await scraped.only({ ...mine });
  await scraped.only(null);
  await scraped.only(mine);
  await scraped.end();
  const groups = [
    {
      targets: ['own-mine:9100'],
      labels: { job: 'own-mine', service: 'mine', __metrics_path__: '/stats' },
    },
  ];
  const told = copied().filter(Boolean);
  expect(told.map((text) => JSON.parse(text))).toEqual([groups, [], groups, []]);
});

it('has a file that Prometheus, another user, can read, and leaves none', async () => {
  const scraped = scrapedIn(environment);
  const umask = process.umask(0o077);
  try {
    await scraped.only(mine);
  } finally {
    process.umask(umask);
  }
  const file = join(environment.XDG_CACHE_HOME ?? '', 'headroom', 'labs', 'lab.subject.json');
  expect(statSync(file).mode & 0o777).toBe(0o644);
  await scraped.end();
  expect(existsSync(file)).toBe(false);
});

it('says nothing where nobody was scraped', async () => {
  await scrapedIn(environment).end();
  expect(copied().filter(Boolean)).toEqual([]);
});

it('copies to where Prometheus looks', () => {
  const settings = readFileSync(join(repositoryRoot, 'prometheus/prometheus.yml'), 'utf8');
  const lab = readFileSync(join(repositoryRoot, 'docker-compose.yml'), 'utf8');
  expect(settings).toContain('files: [/etc/headroom/targets/*.json]');
  expect(lab).toContain('prometheus-targets:/etc/headroom/targets');
});
