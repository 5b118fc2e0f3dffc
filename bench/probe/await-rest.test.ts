import { BenchError } from '@headroom/contract/errors.ts';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../runtime/fake/fake-clock.ts';
import { awaitRest } from './await-rest.ts';

const never = new AbortController().signal;

/** A service whose answers take as long as it is said to at that second; null is a failure. */
async function rest(tookAt: (seconds: number) => number | null, aloneSeconds = 0.1) {
  const clock = fakeClock(0);
  let asked = 0;
  const ask = async (timeoutSeconds: number): Promise<number> => {
    asked++;
    const took = tookAt(clock.now());
    if (took === null) throw new BenchError('BENCH_PROBE_NO_ANSWER', 'nobody listens');
    await clock.sleep(Math.min(took, timeoutSeconds), never);
    if (took > timeoutSeconds) throw new BenchError('BENCH_PROBE_NO_ANSWER', 'too late');
    return took;
  };
  return { cameToRest: await awaitRest(ask, aloneSeconds, clock, never), asked, atSeconds: clock.now() };
}

describe('waiting for rest', () => {
  it('takes two quick answers in a row', async () => {
    expect(await rest(() => 0.1)).toMatchObject({ cameToRest: true, asked: 2 });
    expect(await rest((at) => (at < 0.05 || at > 5 ? 0.1 : 5))).toMatchObject({ cameToRest: true, asked: 4 });
  });

  it('waits until a queue has been worked off', async () => {
    const { cameToRest, atSeconds } = await rest((at) => Math.max(0.1, 20 - at));
    expect(cameToRest).toBe(true);
    expect(atSeconds).toBeCloseTo(20.2, 5);
  });

  it('gives up after a minute, whether it is late or silent', async () => {
    expect(await rest(() => 0.4)).toMatchObject({ cameToRest: false });
    expect(await rest(() => 1000)).toEqual({ cameToRest: false, asked: 1, atSeconds: 60 });
  });

  it('bears failures for a while, and not for ten seconds', async () => {
    expect(await rest((at) => (at < 9 ? null : 0.1))).toMatchObject({ cameToRest: true });
    await expect(rest(() => null)).rejects.toMatchObject({
      code: 'BENCH_PROBE_TARGET_FAILING',
      message: expect.stringContaining('for 10 s: nobody listens'),
    });
  });

  it('ends with the signal', async () => {
    const stop = new AbortController();
    stop.abort();
    const ask = () => Promise.reject(new BenchError('BENCH_TRIAL_INTERRUPTED', 'stopped'));
    await expect(awaitRest(ask, 0.1, fakeClock(0), stop.signal)).rejects.toMatchObject({
      code: 'BENCH_TRIAL_INTERRUPTED',
    });
  });
});
