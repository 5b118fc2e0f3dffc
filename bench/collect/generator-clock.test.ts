import { describe, expect, it } from 'vitest';
import { clockAhead } from './generator-clock.ts';

/** As the runner saw it: k6 needs a second to begin, and half of one to end. */
const span = { from: 100, to: 114.5 };
/** A sign each second from 101 to 114 s, as a clock shows them. */
const signs = (clockAt: (atSeconds: number) => number) => ({
  everySeconds: 1,
  atSeconds: Array.from({ length: 14 }, (_, second) => clockAt(101 + second)),
});
const notBefore = (from: number, jump: number) => (at: number) => (at < from ? at : at + jump);

describe('the clock of a generator', () => {
  it('may agree with the runner’s where it wrote between its start and its end', () => {
    expect(
      clockAhead(
        signs((at) => at),
        span,
      ),
    ).toBeNull();
    expect(
      clockAhead(
        signs((at) => at + 1),
        span,
      ),
    ).toBeNull();
    expect(
      clockAhead(
        signs((at) => at - 1.5),
        span,
      ),
    ).toBeNull();
    expect(clockAhead({ everySeconds: 1, atSeconds: [] }, span)).toBeNull();
  });

  it('is ahead or behind by what that takes at the least', () => {
    expect(
      clockAhead(
        signs((at) => at + 3600),
        span,
      ),
    ).toBeCloseTo(3599.5);
    expect(
      clockAhead(
        signs((at) => at - 3600),
        span,
      ),
    ).toBeCloseTo(-3599);
    expect(
      clockAhead(
        signs((at) => at + 2),
        span,
      ),
    ).toBeCloseTo(1.5);
  });

  it.each([
    [3600, /^k6's clock was set 3600\.0 s ahead during the trial/],
    [5, /^k6's clock was set 5\.00 s ahead/],
    [-5, /^k6's clock was set 5\.00 s back during the trial/],
    [-3600, /^k6's clock was set 3600\.0 s back/],
  ])('has not gone on where it jumps by %d s', (jump, message) => {
    const jumped = () => clockAhead(signs(notBefore(106, jump)), span);
    expect(jumped).toThrow(expect.objectContaining({ code: 'BENCH_TRIAL_CLOCK_SET' }));
    expect(jumped).toThrow(message);
  });
});
