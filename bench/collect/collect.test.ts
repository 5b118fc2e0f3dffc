import { describe, expect, it } from 'vitest';
import type { Usage } from '../runtime/runtime.ts';
import { parseExposition } from './exposition.ts';
import { seriesReader } from './series.ts';
import { subjectView } from './subject-view.ts';
import { increaseOver } from './window.ts';

describe('increaseOver', () => {
  const readings = Array.from({ length: 12 }, (_, i) => ({ atSeconds: i, value: i * 2 }));

  it('interpolates at the edges', () => {
    expect(increaseOver({ from: 2.5, to: 7.5 }, readings)).toBeCloseTo(10);
  });
  it('scales up when an edge lies outside the readings', () => {
    expect(increaseOver({ from: 4, to: 14 }, readings)).toBeCloseTo(20);
  });
  it('says nothing when too little is covered', () => {
    expect(increaseOver({ from: 8, to: 18 }, readings)).toBeNull();
    expect(increaseOver({ from: 0, to: 1 }, [])).toBeNull();
  });
});

describe('parseExposition', () => {
  const page = parseExposition(
    '# HELP a b\n# TYPE a counter\na{x="1",y="2"} 3\na{x="1",y="3"} 4\na_sum 5 1700000000\n',
  );
  it('tells the names and the values of samples', () => {
    expect(page.names).toEqual(['a', 'a', 'a_sum']);
    expect(page.values('a')).toEqual([3, 4]);
    expect(page.values('b')).toEqual([]);
  });
  it('sums the samples that carry the labels', () => {
    expect(page.sum('a')).toBe(7);
    expect(page.sum('a', { y: '3' })).toBe(4);
    expect(page.sum('a_sum')).toBe(5);
    expect(page.sum('a', { y: '9' })).toBeNull();
    expect(page.sum('b')).toBeNull();
  });
});

describe('seriesReader', () => {
  it('reads seconds as metrics come to be known, and leaves out a line that was cut', () => {
    const read = seriesReader();
    const lines = [
      '{"event":"param","data":{"aggregates":{"trend":["avg","max","med"]}}}',
      '{"event":"metric","data":{"time":{},"vus":{}}}',
      '{"event":"snapshot","data":[[1000],[5]]}',
      '{"event":"metric","data":{"http_reqs":{},"http_req_duration":{},"http_req_failed":{}}}',
      '{"event":"snapshot","data":[[10,20,15],[0.25],[4,4],[2000],[5]]}',
      '{"event":"snapshot","data":[[],[],[],[3000],[5]]}',
      '{"event":"snapshot","data":[[10,2',
    ];
    expect(lines.map(read).filter(Boolean)).toMatchObject([
      { atSeconds: 1, answered: 0, medianLatencySeconds: null },
      { atSeconds: 2, answered: 4, medianLatencySeconds: 0.015 },
      { atSeconds: 3, answered: 0, medianLatencySeconds: null },
    ]);
  });

  it('takes off what bystanders asked, and then knows no median', () => {
    const read = seriesReader();
    const lines = [
      '{"event":"param","data":{"aggregates":{"trend":["avg","max","med"]}}}',
      '{"event":"metric","data":{"headroom_other_requests":{},"time":{},"http_reqs":{},"http_req_duration":{}}}',
      '{"event":"snapshot","data":[[5,5],[10,20,15],[9,9],[2000]]}',
    ];
    expect(lines.map(read).filter(Boolean)).toMatchObject([
      { atSeconds: 2, answered: 4, medianLatencySeconds: null },
    ]);
  });
});

describe('subjectView', () => {
  const window = { from: 10, to: 20 };
  const page = 'process_cpu_seconds_total 1\nprocess_resident_memory_bytes 5\n';
  const samples = (usage: (second: number) => Usage | null) =>
    Array.from({ length: 12 }, (_, i) => ({
      ...{ atSeconds: 9 + i, generatorCpuSeconds: null, asked: true, metrics: page, scrapeSeconds: 0.001 },
      usage: usage(i),
    }));

  it('counts all processes of the subject, whatever its page knows of', () => {
    const tree = samples((second) => ({
      cpuSeconds: 0.5 * second,
      residentBytes: 100 + second,
      throttledSeconds: null,
    }));
    expect(
      subjectView(tree, { cpuSeconds: 0, residentBytes: 90, throttledSeconds: null }, '/async', window, 0.1),
    ).toMatchObject({
      cpuSeconds: expect.closeTo(5, 5),
      peakResidentBytes: 110,
      idleResidentBytes: 90,
    });
  });

  it('takes the page where the platform does not tell', () => {
    expect(
      subjectView(
        samples(() => null),
        null,
        '/async',
        window,
        0.1,
      ),
    ).toMatchObject({
      cpuSeconds: 0,
      peakResidentBytes: 5,
      idleResidentBytes: null,
    });
  });

  it("reads prom-client's defaults behind a prefix", () => {
    const pages = samples(() => null).map((sample, i) => ({
      ...sample,
      metrics: `my_process_cpu_seconds_total ${i / 2}\nmy_process_resident_memory_bytes 7\nmy_process_start_time_seconds 1\nmy_nodejs_eventloop_lag_p50_seconds 0.062\n`,
    }));
    expect(subjectView(pages, null, '/async', window, 0.1)).toMatchObject({
      cpuSeconds: expect.closeTo(5, 5),
      peakResidentBytes: 7,
      longestStallSeconds: expect.closeTo(0.05),
    });
  });

  it('tells no short stall where a page inside the window had nothing recorded, or did not come', () => {
    const lag = (seconds: number) =>
      `process_start_time_seconds 1767225600\nnodejs_eventloop_lag_p50_seconds ${seconds}\n`;
    const stallWith = (place: number, metrics: string | null) =>
      subjectView(
        samples(() => null).map((sample, i) => ({ ...sample, metrics: i === place ? metrics : lag(0.022) })),
        null,
        '/x',
        window,
        1,
      ).longestStallSeconds;
    expect(stallWith(5, lag(0.022))).toBeCloseTo(0.01);
    expect(stallWith(5, lag(5.11e-7))).toBeNull();
    expect(stallWith(5, null)).toBeNull();
    expect(stallWith(5, lag(0.812))).toBeCloseTo(0.8);
    // Before the window.
    expect(stallWith(0, lag(5.11e-7))).toBeCloseTo(0.01);
  });
});
