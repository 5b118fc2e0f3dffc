import { liveStart } from '@headroom/contract/fixtures/live-start.ts';
import { describe, expect, it } from 'vitest';
import { estimateOf } from './estimate.ts';
import { orderOf } from './live-order.ts';

const start = liveStart({ users: 100 });

describe('what a run would take', () => {
  it('counts the load, and a lone user where the service time is to be learnt', () => {
    const { trials, loadSeconds, ideal } = estimateOf(orderOf(start, []));
    expect([trials, loadSeconds]).toEqual([2, 41]);
    expect(ideal?.throughputRps).toBeCloseTo(86.9, 0);
    expect(ideal?.latencySeconds).toBe(1);
  });

  it('has no ideal where the service time is known by nobody yet', () => {
    expect(estimateOf(orderOf({ ...start, endpoint: '/cpu' }, [])).ideal).toBeNull();
  });

  it('sees that the ideal of a ramp is less', () => {
    const ramp = estimateOf(orderOf({ ...start, spawnRate: 10 }, []));
    // On average 91.8 of the 100 are there in a window from 3 s to 33 s, the last of them not yet answered at first.
    expect((ramp.ideal?.throughputRps ?? 0) * 1.15).toBeCloseTo(91, 0);
    expect(ramp.ideal?.words).toMatch(
      /^While users are still being started .* on average 92\.0 of 100 are there\. A server/,
    );
  });

  it('is of all trials of a preset', () => {
    const { trials, ideal } = estimateOf(orderOf({ kind: 'preset', preset: 'article' }, []));
    expect(trials).toBe(8);
    expect(ideal).toBeNull();
  });

  it("takes what there is from the user's settings, and what to run from the page", () => {
    const own = { origin: 'headroom.config.ts', spell: (key: string) => key };
    const options = {
      nest: { delay: '0.5s' },
      cells: [{ endpoint: '/cpu', vus: 3 }],
      repeats: 9,
      gate: ['p50:+3%'],
    };
    const { config, plan } = orderOf(start, [{ ...own, options }]);
    expect(config.subjects.nest.delaySeconds).toBe(0.5);
    expect(plan.preset).toBe('live');
    expect(plan.trials.map(({ trialId }) => trialId)).toEqual([
      'nest-sync-1vu-baseline',
      'nest-sync-100vu-r1',
    ]);
  });

  it('refuses names that do not exist', () => {
    expect(() => orderOf({ ...start, endpoint: '/snyc' }, [])).toThrow(
      /unknown endpoint "\/snyc".*Did you mean/,
    );
    expect(() => orderOf({ ...start, subject: 'django' }, [])).toThrow(/unknown subject "django"/);
    expect(() => orderOf({ kind: 'preset', preset: 'artikle' }, [])).toThrow(/unknown preset/);
  });
});
