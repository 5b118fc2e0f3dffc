import { describe, expect, it } from 'vitest';
import { flagSource } from '../cli/flags.ts';
import { readEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import { planTrials } from '../plan/plan-trials.ts';
import { needsOf } from './preflight.ts';

const mine = {
  command: ['node', 'server.mjs'],
  port: 8100,
  endpoints: { '/report': { workload: 'report', strategy: 'sync' } },
};

function needs(flags: Record<string, unknown>) {
  const config = loadConfig([
    flagSource({ subjects: { mine }, thinkTime: { min: '4s', max: '6s' }, ...flags }),
  ]);
  return needsOf({ plan: planTrials(config), subjects: config.subjects, out: config.out }, readEnvironment());
}

describe('the longest think time', () => {
  it('is that of the users of a service of one’s own', () => {
    expect(needs({ subject: 'mine' }).longestThinkSeconds).toBe(6);
  });

  it('is of no matter to the lab’s own services, which leave connections open, and in the open model', () => {
    expect(needs({ subject: 'nest' }).longestThinkSeconds).toBe(0);
    expect(needs({ subject: 'mine', rate: '5' }).longestThinkSeconds).toBe(0);
  });
});
