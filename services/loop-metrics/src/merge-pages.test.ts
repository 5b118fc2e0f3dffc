import { describe, expect, it } from 'vitest';
import { mergePages, neverBack, parsePage, writePage } from './merge-pages.ts';

const counter = (...samples: string[]) =>
  parsePage(`# HELP c_total A counter.\n# TYPE c_total counter\n${samples.join('\n')}\n`);
const gauge = (name: string, value: number) =>
  parsePage(`# HELP ${name} A gauge.\n# TYPE ${name} gauge\n${name} ${value}\n`);
const histogram = (short: number, all: number) =>
  parsePage(`# HELP h_seconds A histogram.
# TYPE h_seconds histogram
h_seconds_bucket{le="1",route="/a"} ${short}
h_seconds_bucket{le="+Inf",route="/a"} ${all}
h_seconds_sum{route="/a"} ${all / 2}
h_seconds_count{route="/a"} ${all}
`);

describe('mergePages', () => {
  it('adds up counters by their labels, those of past pages too', () => {
    const merged = mergePages(
      [counter('c_total{a="x y"} 1', 'c_total{a="\\""} 2'), counter('c_total{a="x y"} 4')],
      [counter('c_total{a="z"} 8', 'c_total{a="x y"} 16')],
    );
    expect(writePage(merged)).toBe(`# HELP c_total A counter.
# TYPE c_total counter
c_total{a="x y"} 21
c_total{a="\\""} 2
c_total{a="z"} 8
`);
  });

  it('adds up histograms, each bucket by itself', () => {
    expect(mergePages([histogram(1, 2), histogram(3, 5)], [])).toEqual(histogram(4, 7));
  });

  it.each([
    ['http_server_active_requests', 5],
    ['nodejs_eventloop_stall_seconds', 4],
    ['nodejs_eventloop_utilization', 2.5],
    ['nodejs_eventloop_lag_p99_seconds', 4],
    ['nodejs_eventloop_lag_min_seconds', 1],
    ['process_resident_memory_bytes', 5],
    ['process_start_time_seconds', 1],
  ])('makes one gauge %s of 1 and 4: %d, whatever it was on past pages', (name, value) => {
    expect(mergePages([gauge(name, 1), gauge(name, 4)], [gauge(name, 100)])).toEqual(gauge(name, value));
  });

  it('leaves out the gauges that only past pages have', () => {
    expect(mergePages([], [gauge('nodejs_eventloop_utilization', 1)])).toEqual(new Map());
  });
});

describe('neverBack', () => {
  it('keeps counters at what they were, and lets gauges fall', () => {
    const before = mergePages([counter('c_total 0.3'), gauge('g', 2)], []);
    const next = mergePages([counter('c_total 0.29999999999999993', 'c_total{a="b"} 1'), gauge('g', 1)], []);
    expect(neverBack(before, next)).toEqual(
      mergePages([counter('c_total 0.3', 'c_total{a="b"} 1'), gauge('g', 1)], []),
    );
  });
});
