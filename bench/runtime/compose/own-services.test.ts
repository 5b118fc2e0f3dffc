import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { flagSource } from '../../cli/flags.ts';
import { readEnvironment } from '../../config/environment.ts';
import { loadConfig } from '../../config/load-config.ts';
import { repositoryRoot } from '../../config/repository-root.ts';
import { planTrials } from '../../plan/plan-trials.ts';
import { demandOwnImages } from './own-images.ts';
import { ownServicesFile, writeOwnServices } from './own-services.ts';
import { subjectContainers } from './subject-container.ts';

afterEach(() => vi.unstubAllEnvs());

const folder = mkdtempSync(join(tmpdir(), 'headroom-own-services-'));
const endpoints = { '/report': { workload: 'report', strategy: 'sync' } };
const config = loadConfig([
  flagSource({
    subject: 'mine',
    subjects: {
      mine: {
        image: 'example/mine:1',
        port: 8100,
        metrics: { port: 9100, path: '/stats' },
        environment: { PRICE: '$5 or $HOME' },
        bystander: '/ping',
        endpoints,
      },
      program: { command: ['node', 'server.mjs'], port: 8101, endpoints },
    },
  }),
]);
const { own } = config.subjects;
const environment = readEnvironment({ XDG_CACHE_HOME: folder, COMPOSE_PROJECT_NAME: 'lab' });

const setBy = (variable: string): string => `\${${variable}:?set in .env}`;

/** A `docker` that notes its words, and answers by the first pattern that fits them. */
function useDocker(cases: Record<string, string>): () => string[] {
  const calls = join(folder, 'calls');
  writeFileSync(calls, '');
  const lines = Object.entries(cases).map(([pattern, script]) => `  ${pattern}) ${script} ;;`);
  const script = ['#!/bin/sh', `echo "$*" >> ${calls}`, 'case "$*" in', ...lines, 'esac', ''].join('\n');
  writeFileSync(join(folder, 'docker'), script, { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}${delimiter}/usr/bin${delimiter}/bin`);
  return () => readFileSync(calls, 'utf8').trim().split('\n').filter(Boolean);
}

describe('the file of images of one’s own', () => {
  it('pins and hardens each, publishes it here alone, and leaves dollar signs as they are', () => {
    expect(ownServicesFile(own)).toEqual({
      services: {
        'own-mine': {
          image: 'example/mine:1',
          profiles: ['own'],
          read_only: true,
          cap_drop: ['ALL'],
          security_opt: ['no-new-privileges:true'],
          networks: ['lab'],
          logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '2' } },
          environment: { PORT: '8100', PRICE: '$$5 or $$HOME' },
          ports: ['127.0.0.1:8100:8100', '127.0.0.1:9100:9100'],
          cpuset: setBy('SUBJECT_CPUS'),
          mem_limit: setBy('SUBJECT_MEMORY'),
          pids_limit: 256,
          tmpfs: ['/tmp'],
          stop_grace_period: '5s',
        },
      },
    });
  });

  it("holds them as the lab's own are held", () => {
    const lab = readFileSync(join(repositoryRoot, 'docker-compose.yml'), 'utf8');
    const api = lab.slice(lab.indexOf('  api:'), lab.indexOf('  fastapi:'));
    const hardened = lab.slice(lab.indexOf('x-hardened'), lab.indexOf('services:'));
    for (const line of [
      `cpuset: ${setBy('SUBJECT_CPUS')}`,
      `mem_limit: ${setBy('SUBJECT_MEMORY')}`,
      'pids_limit: 256',
      'tmpfs: [/tmp]',
      'stop_grace_period: 5s',
    ]) {
      expect(api).toContain(line);
    }
    for (const line of [
      'read_only: true',
      'cap_drop: [ALL]',
      'security_opt: ["no-new-privileges:true"]',
      'max-size: 10m, max-file: "2"',
    ]) {
      expect(hardened).toContain(line);
    }
  });

  it('is there for its user alone as long as the run takes, and goes with the containers', async () => {
    const calls = useDocker({});
    const services = writeOwnServices(own, ['mine', 'nest'], environment);
    const { file } = services;
    if (file === null) throw new Error('no file');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(ownServicesFile(own));
    await services.remove();
    expect(existsSync(file)).toBe(false);
    expect(calls()).toEqual([
      `compose --file docker-compose.yml --file ${file} --profile * rm --force --stop --volumes own-mine`,
    ]);
  });

  it('is not written for a run without images', async () => {
    const calls = useDocker({});
    const services = writeOwnServices(own, ['nest', 'program'], environment);
    await services.remove();
    expect(services.file).toBeNull();
    expect(calls()).toEqual([]);
  });
});

describe('the container of an image of one’s own', () => {
  const [trial] = planTrials(config).trials;
  if (trial === undefined) throw new Error('no trial');

  it('is reached by its name inside, and by its port from here', () => {
    expect(subjectContainers(config.subjects, environment, 'own.json')(trial, null)).toEqual({
      service: 'own-mine',
      baseUrl: 'http://own-mine:8100',
      variables: {},
      file: 'own.json',
      port: 8100,
      metrics: { port: 9100, path: '/stats' },
      target: { name: 'mine', container: 'own-mine', port: 9100, path: '/stats' },
      readyPath: '/healthz',
      primerPath: '/ping',
      readyTimeoutSeconds: 15,
    });
  });
});

describe('images of one’s own', () => {
  const said: string[] = [];
  const announcer = { say: (line: string) => said.push(line), signal: new AbortController().signal };
  const order = { plan: planTrials(config), subjects: config.subjects };

  it('are pulled where they are missing', async () => {
    const calls = useDocker({ '"image inspect "*': 'exit 1' });
    await demandOwnImages(order, announcer);
    expect(calls().at(-1)).toBe('pull --quiet example/mine:1');
    expect(said).toEqual(['Pulling example/mine:1 for the subject mine ...']);
  });

  it('are left as they are where they are there', async () => {
    const calls = useDocker({});
    await demandOwnImages(order, announcer);
    expect(calls()).toEqual(['image inspect --format {{.Id}} example/mine:1']);
  });

  it('are named where they cannot be had', async () => {
    useDocker({ '"image inspect "*': 'exit 1', '"pull "*': 'echo "no such image" >&2; exit 1' });
    await expect(demandOwnImages(order, announcer)).rejects.toMatchObject({
      code: 'BENCH_PREFLIGHT_IMAGE',
      message: expect.stringMatching(
        /example\/mine:1 of the subject mine cannot be had: no such image\. Build/,
      ),
    });
  });
});
