import { describe, expect, it } from 'vitest';
import { demandSteadyClock } from './demand-steady-clock.ts';
import { fakeClock } from './fake/fake-clock.ts';
import { systemClock } from './system-clock.ts';

const never = new AbortController().signal;

/** What is said of the clocks of a trial in which that was done to them. */
async function after(change: (clock: ReturnType<typeof fakeClock>) => void, hasBoot = true): Promise<void> {
  const clock = fakeClock();
  const read = () => ({ ...clock.read(), ...(hasBoot ? {} : { boot: null }) });
  const before = read();
  await clock.sleep(15, never);
  change(clock);
  await clock.sleep(15, never);
  demandSteadyClock(before, read());
}

describe('the clocks of a trial', () => {
  it('pass where they went on together, but for what keeping them right takes', async () => {
    await after(() => undefined);
    await after((clock) => clock.setAhead(0.02));
    await after((clock) => clock.setAhead(-0.02));
  });

  it.each([
    [3600, /^this machine's clock was set 3600\.0 s ahead during the trial, expected/],
    [0.8, /was set 800 ms ahead/],
    [-42, /was set 42\.0 s back during the trial, expected/],
  ])('do not where the wall clock was set by %d s', async (seconds, message) => {
    const set = after((clock) => clock.setAhead(seconds));
    await expect(set).rejects.toMatchObject({
      code: 'BENCH_TRIAL_CLOCK_SET',
      message: expect.stringMatching(message),
    });
  });

  it('do not where the machine slept', async () => {
    await expect(after((clock) => clock.suspend(42))).rejects.toMatchObject({
      code: 'BENCH_TRIAL_SUSPENDED',
      message: expect.stringMatching(/^the machine slept for 42\.0 s during the trial, expected/),
    });
    // Its wall clock may have to be set after that.
    const both = after((clock) => {
      clock.suspend(42);
      clock.setAhead(-42);
    });
    await expect(both).rejects.toMatchObject({ code: 'BENCH_TRIAL_SUSPENDED' });
  });

  it('leave open which of both it was where nobody counts the time of sleep', async () => {
    await expect(after((clock) => clock.suspend(42), false)).rejects.toMatchObject({
      code: 'BENCH_TRIAL_CLOCK_SET',
      message: expect.stringMatching(
        /was set 42\.0 s ahead during the trial, or the machine slept for so long/,
      ),
    });
  });

  it('are those of this machine', () => {
    const before = systemClock.read();
    const { wall, steady, boot } = systemClock.read();
    expect(Math.abs(wall - Date.now() / 1000)).toBeLessThan(60);
    expect(steady).toBeGreaterThanOrEqual(before.steady);
    expect(boot === null).toBe(process.platform !== 'linux');
    demandSteadyClock(before, systemClock.read());
  });
});
