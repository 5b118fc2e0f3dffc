import type { ProbeResult } from '@headroom/contract/probe.ts';
import { scalingKinds } from '@headroom/contract/scaling.ts';
import { describe, expect, it } from 'vitest';
import { analyse } from '../analyse/analyse.ts';
import { manifestOf } from '../fixtures/manifest.ts';
import { carryOutProbe } from '../plan/fixtures/simulated-probe.ts';
import { advise } from './advise.ts';
import { inWords, renderProbe } from './render-probe.ts';
import { summariseProbe } from './summarise-probe.ts';

const poolOf7 = {
  server: () => ({ kind: 'pool', size: 7, service: () => 0.1 }) as const,
  aloneSeconds: 0.1,
};

function resultOf(order: Parameters<typeof carryOutProbe>[1] = {}): ProbeResult {
  const { plan, records } = carryOutProbe(poolOf7, order);
  const manifest = manifestOf([], { plan, cpus: { subject: [0, 1], generator: [0] } });
  return summariseProbe(analyse(records, plan.trials, 2, plan.growth), manifest, {
    url: 'http://127.0.0.1:3000/x?…',
    method: 'GET',
    thinkSeconds: 0,
    bystander: null,
    complete: true,
    warnings: [{ code: 'not-at-rest', message: 'It was not at rest.' }],
  });
}

describe('what a probe says', () => {
  const result = resultOf();

  it('has the figures of the issue', () => {
    expect(result).toMatchObject({
      classification: 'pool',
      blockedLoop: null,
      effectiveConcurrency: 7,
      effectiveConcurrencyBound: 'estimate',
      thinkTimeSeconds: 0,
      subjectCpus: 2,
      warnings: [{ code: 'not-at-rest' }],
    });
    expect(result.kneeUsers).toBeGreaterThan(6.3);
    expect(result.kneeUsers).toBeLessThan(7.7);
    expect(result.serviceTimeSeconds).toBeCloseTo(0.1, 1);
    expect(result.levels.map(({ users }) => users.there)).toEqual([1, 2, 4, 8, 16, 32]);
  });

  it('says the answer first, then why, the levels, and what to do', () => {
    const text = renderProbe(result, 'results/latest/report.html');
    expect(text.split('\n')[0]).toBe('GET http://127.0.0.1:3000/x?…: it serves 7 at a time, as a pool does');
    for (const part of [
      'Served at once: 7.00 requests.',
      /Knee: from \d\.\d users on some must wait/,
      'Evidence: A lone user is answered in',
      /users {2}answered {2}requests\/s {2}connect +mean +p50/,
      'What to do',
      'Raise the pool',
      'It was not at rest. (not-at-rest)',
      'results/latest/report.html',
    ]) {
      expect(text).toMatch(part);
    }
  });

  it('gives rates and dropped requests in the open model, and no classification', () => {
    const open = resultOf({ rates: [20, 50] });
    expect(open).toMatchObject({
      model: 'open',
      classification: 'unknown',
      kneeUsers: null,
      levels: [],
      rates: [{ offeredRps: 20, droppedRequests: 0 }, { offeredRps: 50 }],
    });
    expect(open.evidence.join(' ')).toContain('no levels of users');
    expect(renderProbe(open, 'page')).toMatch(/offered +answered +mean[\s\S]+20\.0\/s/);
  });

  it.each(scalingKinds)('has words and advice for %s', (classification) => {
    for (const blockedLoop of [true, false, null]) {
      const found = { ...result, classification, blockedLoop };
      expect(inWords(found)).not.toBe('');
      expect(advise(found).join(' ').length).toBeGreaterThan(40);
    }
  });

  it('blames k6 and not the service where k6 was at its limit', () => {
    const levels = result.levels.map((level) => ({ ...level, generatorCpuShare: 0.97 }));
    expect(advise({ ...result, classification: 'unknown', levels }).join(' ')).toContain('another machine');
  });

  it('tells how much longer a bystander waits', () => {
    const delayed = {
      ...result,
      bystander: {
        url: 'http://127.0.0.1:3000/health',
        atRestSeconds: 0.002,
        worst: { load: '8 users', p50Seconds: { value: 0.4, bound: 'lower' as const }, times: 200 },
      },
    };
    expect(renderProbe(delayed, 'page')).toContain(
      'waits 2.0 ms when nothing else is asked, and at least 400 ms (median) beside 8 users: 200 times as long.',
    );
  });
});
