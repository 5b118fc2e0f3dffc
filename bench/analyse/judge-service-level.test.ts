import type { MeasuredRecord, TrialRecord } from '@headroom/contract/records.ts';
import { describe, expect, it } from 'vitest';
import { latencyBetween, recordOf, trialOf } from './fixtures/records.ts';
import { judgeServiceLevel, windowToResolve } from './judge-service-level.ts';

const slo = { percent: 95, seconds: 0.3 } as const;
const open = { ...trialOf('/sync', 400), arrivalsPerSecond: 10, durationSeconds: 20, warmupSeconds: 3 };
const trial = (figures: Partial<MeasuredRecord>): MeasuredRecord =>
  recordOf(open, { requests: 200, inFlightAtCutoff: 1, latency: latencyBetween(0.1, 0.2), ...figures });
const verdict = (figures: Partial<MeasuredRecord>) => judgeServiceLevel(trial(figures), slo);

describe('a service level in a trial', () => {
  it('holds while its quantile is within it', () => {
    expect(verdict({})).toEqual({ state: 'held' });
    // p95 of evenly spread latencies between 0.1 and x is 0.1 + 0.95 (x - 0.1).
    expect(verdict({ latency: latencyBetween(0.1, 0.31) })).toEqual({ state: 'held' });
    expect(verdict({ latency: latencyBetween(0.1, 0.312) })).toMatchObject({
      state: 'broke',
      reason: 'p95 was 301 ms',
    });
  });

  it('breaks where requests fail', () => {
    const failures = { 'no-answer': 0, '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 3 };
    expect(verdict({ failedRequests: 3, failures })).toMatchObject({
      state: 'broke',
      reason: '1.5 % of the requests failed',
    });
    expect(verdict({ failedRequests: 2, failures })).toEqual({ state: 'held' });
  });

  it('breaks where less than 95 % of the offered load is answered', () => {
    expect(verdict({ requests: 188, inFlightAtCutoff: 13 })).toMatchObject({
      state: 'broke',
      answeredRps: 9.4,
      hopeless: false,
    });
    // One request on the edge of the window is granted, and what a backlog of 40 fluctuates by.
    expect(verdict({ requests: 189, inFlightAtCutoff: 40 })).toEqual({ state: 'held' });
  });

  it('counts what is left over as slower than any other', () => {
    // 3 % are missing: of p99 nothing more is known than that it lies among them.
    const p99 = judgeServiceLevel(trial({ requests: 1940, measuredSeconds: 200, inFlightAtCutoff: 61 }), {
      percent: 99,
      seconds: 0.3,
    });
    expect(p99).toMatchObject({ state: 'broke', reason: expect.stringContaining('left unanswered') });
    // They push p95 of the answered, 0.29, up to p98 of them.
    const pushed = trial({
      ...{ requests: 1940, measuredSeconds: 200, inFlightAtCutoff: 61 },
      latency: latencyBetween(0.1, 0.305),
    });
    expect(judgeServiceLevel(pushed, slo)).toMatchObject({ state: 'broke' });
    expect(judgeServiceLevel({ ...pushed, requests: 2000, inFlightAtCutoff: 1 }, slo)).toEqual({
      state: 'held',
    });
  });

  it('is not judged by too few requests, but for how long it would take', () => {
    const few = judgeServiceLevel(trial({ requests: 200 }), { percent: 99, seconds: 0.3 });
    expect(few).toEqual({ state: 'unresolved', windowSeconds: 51 });
    expect(windowToResolve({ percent: 99, seconds: 0.3 }, 10)).toBe(51);
  });

  it('is beyond hope where even an unhurried request takes longer', () => {
    const slow = { latency: latencyBetween(1, 1.01) };
    expect(verdict(slow)).toMatchObject({ state: 'broke', hopeless: true });
    const { subject } = trial({});
    const queueing = { ...slow, subject: { ...subject, loopUtilization: 0.99 } };
    expect(verdict(queueing)).toMatchObject({ state: 'broke', hopeless: false });
    const few = judgeServiceLevel(trial({ ...slow, requests: 200 }), { percent: 99, seconds: 0.3 });
    expect(few).toMatchObject({ state: 'broke', hopeless: true });
  });

  it('takes a generator without CPU to spare for a possible culprit', () => {
    const generator = { cpuSeconds: 19, cpuShare: 0.9, droppedIterations: 0 };
    expect(verdict({ generator, latency: latencyBetween(0.1, 1) })).toMatchObject({ saturated: true });
  });

  it('breaks with the subject, but not with the machine', () => {
    const excluded = (code: string): TrialRecord => ({
      ...{ schemaVersion: 1, state: 'excluded', trial: open, reason: { code, message: 'why' } },
    });
    expect(judgeServiceLevel(excluded('BENCH_SUBJECT_EXITED'), slo)).toMatchObject({ state: 'broke' });
    expect(judgeServiceLevel(excluded('BENCH_TRIAL_NO_ANSWER'), slo)).toMatchObject({ state: 'broke' });
    expect(judgeServiceLevel(excluded('BENCH_GENERATOR_KILLED'), slo)).toEqual({
      state: 'void',
      reason: 'why',
    });
  });

  it('trusts what users imply where the window is too short to see it', () => {
    const users = { ...trialOf('/sync', 100), durationSeconds: 20 };
    // 0.2 s each, one after the other: 5 a second, so that 100 users wait 20 s for one another.
    const lucky = recordOf(users, { requests: 100, latency: latencyBetween(1, 5), inFlightAtCutoff: 100 });
    expect(judgeServiceLevel(lucky, { percent: 50, seconds: 4 })).toMatchObject({ state: 'broke' });
  });
});
