import { describe, expect, it } from 'vitest';
import { parseExposition } from './exposition.ts';
import { longestStall, loopStall } from './loop-stall.ts';

const stallOf = (page: string) => loopStall(parseExposition(page));
const ofOneProcess = (page: string, prefix = '') => `${prefix}process_start_time_seconds 1767225600\n${page}`;
/** As prom-client writes it after a turn as long as the time between two scrapes. */
const emptyHistogram = (prefix = '') => `# TYPE ${prefix}nodejs_eventloop_lag_seconds gauge
${prefix}nodejs_eventloop_lag_seconds 1.407388305
${prefix}nodejs_eventloop_lag_min_seconds 9223372036.854776
${prefix}nodejs_eventloop_lag_max_seconds 0
${prefix}nodejs_eventloop_lag_mean_seconds Nan
${prefix}nodejs_eventloop_lag_p50_seconds 5.11e-7
${prefix}nodejs_eventloop_lag_p99_seconds 5.11e-7
`;

describe('loopStall', () => {
  it('reads the median lag of prom-client, less what a loop at rest shows', () => {
    const page =
      '# HELP x\nnodejs_eventloop_lag_seconds 0.9\nnodejs_eventloop_lag_p50_seconds 0.112\nnodejs_eventloop_lag_max_seconds 0.4\n';
    expect(stallOf(ofOneProcess(page))).toEqual({ seconds: expect.closeTo(0.1), isLowerBound: false });
    const atRest = stallOf(ofOneProcess('nodejs_eventloop_lag_p50_seconds{app="a"} 0.0101'));
    expect(atRest).toEqual({ seconds: 0, isLowerBound: false });
  });

  it('reads it behind a prefix and with labels', () => {
    const page = 'up 1\nmy_shop_nodejs_eventloop_lag_p50_seconds{app="shop",pod="1"} 0.062\n';
    expect(stallOf(ofOneProcess(page, 'my_shop_'))).toEqual({
      seconds: expect.closeTo(0.05),
      isLowerBound: false,
    });
  });

  it('takes the mean over the workers of a cluster for no more than the slowest had', () => {
    const page = 'nodejs_eventloop_lag_p50_seconds 0.262\nnodejs_eventloop_lag_max_seconds 1\n';
    expect(stallOf(page)).toEqual({ seconds: expect.closeTo(0.25), isLowerBound: true });
  });

  it('takes the slowest of several processes', () => {
    const page = (lag: string) =>
      `nodejs_eventloop_lag_p50_seconds{worker="1"} 0.011\nnodejs_eventloop_lag_p50_seconds{worker="2"} ${lag}\n`;
    expect(stallOf(page('0.512'))?.seconds).toBeCloseTo(0.5);
    expect(stallOf(page('5.11e-7'))?.isLowerBound).toBe(true);
  });

  it('knows of a histogram without a sample no more than its one other look', () => {
    expect(stallOf(emptyHistogram())).toEqual({ seconds: 1.407388305, isLowerBound: true });
    expect(stallOf(emptyHistogram('my_'))).toEqual({ seconds: 1.407388305, isLowerBound: true });
    expect(stallOf('nodejs_eventloop_lag_p50_seconds NaN\n')).toEqual({ seconds: 0, isLowerBound: true });
    // Where `monitorEventLoopDelay` is not implemented.
    expect(stallOf('nodejs_eventloop_lag_p50_seconds 0\n')).toEqual({ seconds: 0, isLowerBound: true });
  });

  it("prefers the lab's own name", () => {
    const page = 'nodejs_eventloop_stall_seconds 0.2\nnodejs_eventloop_lag_p50_seconds 1\n';
    expect(stallOf(page)).toEqual({ seconds: 0.2, isLowerBound: false });
  });

  it('is null where the page tells of no event loop', () => {
    for (const page of ['', 'up 1\n', '# nodejs_eventloop_lag_p50_seconds 1\n'])
      expect(stallOf(page)).toBeNull();
  });
});

describe('longestStall', () => {
  const seen = (seconds: number) => ({ seconds, isLowerBound: false });
  const atLeast = (seconds: number) => ({ seconds, isLowerBound: true });

  it('is the longest where all of them were seen', () => {
    expect(longestStall([seen(0), seen(0.3), seen(0.1)], false, 5)).toBe(0.3);
    expect(longestStall([seen(0)], false, null)).toBe(0);
    expect(longestStall([], false, 1)).toBeNull();
  });

  it('is not told where a longer one may have gone unseen, unless it is long itself', () => {
    expect(longestStall([seen(0.01), atLeast(0)], false, 1.6)).toBeNull();
    expect(longestStall([seen(0.01), atLeast(1.4)], false, 1.6)).toBe(1.4);
    expect(longestStall([seen(0.9), atLeast(0)], false, 1.6)).toBe(0.9);
    expect(longestStall([atLeast(1.4)], false, null)).toBeNull();
  });

  it('may have been longer while a page was not answered', () => {
    expect(longestStall([seen(0.01)], true, 8)).toBeNull();
    expect(longestStall([seen(4)], true, 8)).toBe(4);
    expect(longestStall([], true, 8)).toBeNull();
  });
});
