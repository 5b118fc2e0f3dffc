import { describe, expect, it } from 'vitest';
import { latencyBetween, recordOf, trialOf } from '../analyse/fixtures/records.ts';
import { meanWaitOf, userTimeOf } from './user-time.ts';

/** Ten users for 30 s, who think for 0.15 s. */
const trial = trialOf('/async', 10);
const transport = { connectSeconds: 0, failedSeconds: null, resentShare: 0 };

describe('the time of users', () => {
  it('is all in requests and thinking where the system is steady and serves everybody', () => {
    const record = recordOf(trial, { requests: 260, latency: latencyBetween(1, 1.008), transport });
    const time = userTimeOf(record);
    expect(time?.users).toBe(10);
    expect(Math.abs(time?.missing ?? 1)).toBeLessThan(0.01);
  });

  it('holds requests that failed, and what they took', () => {
    const failing = { requests: 460, failedRequests: 260, latency: latencyBetween(1, 1) };
    const quick = recordOf(trial, { ...failing, transport: { ...transport, failedSeconds: 0.1 } });
    expect(Math.abs(userTimeOf(quick)?.missing ?? 1)).toBeLessThan(0.02);
    const slow = recordOf(trial, { ...failing, transport: { ...transport, failedSeconds: 1 } });
    expect(userTimeOf(slow)?.missing).toBeLessThan(-0.5);
  });

  it('holds the time until there is a connection', () => {
    const record = recordOf(trial, {
      requests: 130,
      latency: latencyBetween(0.15, 0.15),
      transport: { ...transport, connectSeconds: 2 },
    });
    expect(Math.abs(userTimeOf(record)?.missing ?? 1)).toBeLessThan(0.01);
    expect(meanWaitOf(record)).toBeCloseTo(2.15);
  });

  it('misses that of users whom nobody answers', () => {
    const record = recordOf(trial, { requests: 130, latency: latencyBetween(1, 1), transport });
    expect(userTimeOf(record)?.missing).toBeCloseTo(0.5, 2);
  });

  it('is off by more at the edges of a window where a few wait long', () => {
    const even = recordOf(trial, { latency: latencyBetween(1, 1), transport });
    const uneven = recordOf(trial, { latency: { ...latencyBetween(0.1, 10), mean: 1 }, transport });
    expect(userTimeOf(uneven)?.allowed).toBeGreaterThan(3 * (userTimeOf(even)?.allowed ?? 1));
  });

  it('says nothing of the open model', () => {
    expect(userTimeOf(recordOf({ ...trial, arrivalsPerSecond: 5 }, {}))).toBeNull();
  });
});
