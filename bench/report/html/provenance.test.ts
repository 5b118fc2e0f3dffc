import { describe, expect, it } from 'vitest';
import { trialOf } from '../../analyse/fixtures/records.ts';
import { manifestOf } from '../../fixtures/manifest.ts';
import { planInWords } from './provenance.ts';

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
