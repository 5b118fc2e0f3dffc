import { describe, expect, it } from 'vitest';
import { trialOf } from '../../analyse/fixtures/records.ts';
import { manifestOf } from '../../fixtures/manifest.ts';
import { formatBytes } from '../quantities.ts';
import { machineMarkup, planInWords } from './provenance.ts';

describe('planInWords', () => {
  it('says what was asked', () => {
    const trials = [trialOf('/sync', 1), trialOf('/async', 1), trialOf('/async', 100, 3)];
    expect(planInWords(manifestOf(trials))).toBe(
      'nest served /async and /sync, at 1 and 100 users: 3 times each, over windows of 30 s after 3 s of warm-up, as processes of this machine. Users think for 0.1 to 0.2 s between requests.',
    );
  });

  it('names rates where there are no users, and not each of many levels', () => {
    const trials = Array.from({ length: 12 }, (_, i) => ({
      ...trialOf('/sync', 50),
      arrivalsPerSecond: i + 1,
    }));
    expect(planInWords(manifestOf(trials, { runtime: 'compose' }))).toBe(
      'nest served /sync, at 12 levels from 1 to 12 requests a second: once each, over windows of 30 s after 3 s of warm-up, in containers.',
    );
  });

  it('takes baselines for the plan only where there is nothing else', () => {
    const baseline = { ...trialOf('/cpu', 1), baseline: true };
    expect(planInWords(manifestOf([baseline, trialOf('/cpu', 10)]))).toContain('at 10 users');
    expect(planInWords(manifestOf([baseline]))).toContain('nest served /cpu, at 1 user: once');
  });
});

describe('machineMarkup', () => {
  const engine = {
    ...{ name: 'Docker', version: '28.2.2', compose: '2.40.3', system: 'Docker Desktop' },
    ...{ kernel: '6.10.14-linuxkit', architecture: 'aarch64', cpus: 10, memoryBytes: 8 * 1024 ** 3 },
    ...{ cgroupVersion: '2', rootless: false, storageDriver: null, onThisKernel: false },
    images: [
      { service: 'api', name: 'headroom/api:0.1.0', id: 'sha256:aa', digest: null },
      { service: 'k6', name: 'grafana/k6:2.2.0@sha256:bb', id: 'sha256:cc', digest: 'sha256:bb' },
    ],
  };

  it('says which engine ran the containers, where, and of which images', () => {
    const { markup: page } = machineMarkup(manifestOf([trialOf('/sync', 1)], { runtime: 'compose', engine }));
    for (const [name, value] of [
      ['Engine', 'Docker 28.2.2, Compose 2.40.3, cgroup version 2'],
      [
        'The engine runs',
        `on Docker Desktop, kernel 6.10.14-linuxkit, aarch64, 10 CPUs, ${formatBytes(engine.memoryBytes)}`,
      ],
      ['Image of api', 'headroom/api:0.1.0, sha256:aa'],
      ['Image of k6', 'grafana/k6:2.2.0@sha256:bb, sha256:cc'],
    ]) {
      expect(page).toContain(`<dt>${name}</dt><dd>${value}</dd>`);
    }
    expect(machineMarkup(manifestOf([trialOf('/sync', 1)])).markup).not.toContain('Engine');
  });
});
