import { describe, expect, it } from 'vitest';
import { durationBuckets, seriesLimit } from './limits.ts';
import { createRecorder } from './recorder.ts';
import { requestMetrics } from './request-metrics.ts';
import { sharedState } from './shared-state.ts';

function recorded() {
  const state = sharedState();
  const { metrics, announced } = requestMetrics(state);
  const recorder = createRecorder(state, announced);
  const samples = () =>
    metrics.flatMap((metric) => metric.read().map((sample) => ({ name: metric.name, ...sample })));
  return { recorder, samples };
}

describe('createRecorder', () => {
  it('counts a request as active between begin and end only', () => {
    const { recorder, samples } = recorded();
    const active = () => samples().find(({ name }) => name === 'http_server_active_requests')?.value;
    const first = recorder.begin('GET', '/a');
    const second = recorder.begin('GET', '/a');
    expect(active()).toBe(2);
    recorder.end(first, 200);
    recorder.end(second, 500);
    expect(active()).toBe(0);
  });

  it('gives cumulative buckets that end with the count', () => {
    const { recorder, samples } = recorded();
    recorder.end(recorder.begin('GET', '/a'), 200);
    recorder.end(recorder.begin('GET', '/a'), 200);
    const buckets = samples().filter(({ metricName }) => metricName?.endsWith('_bucket'));
    expect(buckets.map(({ labels }) => labels.le)).toEqual([...durationBuckets.map(String), '+Inf']);
    expect(buckets.at(-1)?.value).toBe(2);
    expect(buckets.map(({ value }) => value)).toEqual(buckets.map(({ value }) => value).toSorted());
  });

  it('puts methods that nobody has named under one label', () => {
    const { recorder, samples } = recorded();
    for (const method of ['MKCOL', 'PURGE']) recorder.end(recorder.begin(method, '/a'), 200);
    const counts = samples().filter(({ metricName }) => metricName?.endsWith('_count'));
    expect(counts.map(({ labels, value }) => [labels.http_request_method, value])).toEqual([['_OTHER', 2]]);
  });

  it('collects what it has no room for in one series, whatever the number of routes', () => {
    const { recorder, samples } = recorded();
    const routes = Array.from({ length: seriesLimit * 2 }, (_, index) => `/${index}`);
    for (const route of routes) recorder.end(recorder.begin('GET', route), 200);
    const counts = samples().filter(({ metricName }) => metricName?.endsWith('_count'));
    expect(counts).toHaveLength(seriesLimit);
    expect(counts.at(-1)?.labels.http_route).toBe('other');
    expect(counts.reduce((sum, { value }) => sum + value, 0)).toBe(routes.length);
  });
});
