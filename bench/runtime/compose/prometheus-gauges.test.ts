import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { trialOf } from '../../analyse/fixtures/records.ts';
import type { Look } from '../trial-outcome.ts';
import { prometheusGauges } from './prometheus-gauges.ts';

interface Metric {
  name: string;
  gauge: {
    dataPoints: [
      {
        timeUnixNano: string;
        attributes: { key: string; value: { stringValue: string } }[];
        asDouble?: number;
        flags?: number;
      },
    ];
  };
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Takes what it is sent, and gives it in the order of its arrival. */
async function receiver(): Promise<{ otlp: string; received: Metric[][] }> {
  const received: Metric[][] = [];
  const server = createServer(async (request, response) => {
    const { resourceMetrics } = JSON.parse((await request.toArray()).join(''));
    received.push(resourceMetrics[0].scopeMetrics[0].metrics);
    response.end();
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return { otlp: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

const trial = trialOf('/async', 100);
const ofRun = { trial, runId: 'r1' };
const lookAt = (second: number, usage: Partial<Look['usage']> = {}): Look => ({
  atSeconds: 1000 + second,
  generatorCpuSeconds: second / 4,
  othersCpuSeconds: second / 8,
  usage: { cpuSeconds: second / 2, residentBytes: 70 + second, throttledSeconds: null, ...usage },
});

const valuesOf = (metrics: readonly Metric[] = []) =>
  Object.fromEntries(
    metrics.map(({ name, gauge: { dataPoints } }) => [name, dataPoints[0].asDouble ?? dataPoints[0].flags]),
  );
const labelsOf = (name: string, metrics: readonly Metric[] = []) =>
  metrics
    .find((metric) => metric.name === name)
    ?.gauge.dataPoints[0].attributes.map(({ key, value }) => `${key}=${value.stringValue}`);

const noValue = 1;

it('sends what each look shows of the time since the one before', async () => {
  const { otlp, received } = await receiver();
  const observer = prometheusGauges(otlp, 2, () => 0).follow(ofRun, 86.9);
  observer.ready?.({ limits: { cpus: 2, memoryBytes: 512 } });
  observer.looked?.(lookAt(0, { throttledSeconds: 0 }));
  observer.looked?.(lookAt(1, { throttledSeconds: 0.25 }));
  await observer.ended?.(1001.5);
  const constant = {
    ...{ headroom_users: 100, headroom_window_seconds: 30, headroom_ideal_throughput_rps: 86.9 },
    ...{ headroom_subject_cpu_limit_cores: 2, headroom_subject_memory_limit_bytes: 512 },
  };
  expect(valuesOf(received[0])).toEqual({ ...constant, headroom_subject_memory_bytes: 70 });
  expect(valuesOf(received[1])).toEqual({
    ...constant,
    headroom_generator_cpu_share: 0.125,
    headroom_others_cpu_share: 0.0625,
    headroom_subject_cpu_cores: 0.5,
    headroom_subject_memory_bytes: 71,
    headroom_subject_throttled_share: 0.25,
  });
});

it('ends every gauge that it has sent, also one whose value is not known at the end', async () => {
  const { otlp, received } = await receiver();
  const observer = prometheusGauges(otlp, 1, () => 0).follow(ofRun, null);
  observer.looked?.(lookAt(0));
  observer.looked?.(lookAt(1));
  observer.looked?.({ atSeconds: 1002, generatorCpuSeconds: null, usage: null });
  await observer.ended?.(1002.5);
  expect(Object.keys(valuesOf(received[2]))).toEqual(['headroom_users', 'headroom_window_seconds']);
  expect(valuesOf(received[3])).toEqual({
    ...{ headroom_users: noValue, headroom_window_seconds: noValue, headroom_generator_cpu_share: noValue },
    headroom_others_cpu_share: noValue,
    ...{ headroom_subject_cpu_cores: noValue, headroom_subject_memory_bytes: noValue },
  });
  expect(received[3]?.[0]?.gauge.dataPoints[0].timeUnixNano).toBe('1002500000000');
});

it('labels a trial, and the gauge that tells whom the subject works for with how to find it', async () => {
  const { otlp, received } = await receiver();
  const gauges = prometheusGauges(otlp, 1, () => 0);
  const closed = gauges.follow(ofRun, null);
  closed.looked?.(lookAt(0));
  await closed.ended?.(1001);
  const own = ['run=r1', 'subject=nest', 'endpoint=/async', 'strategy=async'];
  const level = ['level=100', 'unit=users', 'repeat=1'];
  expect(labelsOf('headroom_users', received[0])).toEqual([
    ...[...own, ...level],
    ...['service=nest', 'route=/async'],
  ]);
  expect(labelsOf('headroom_window_seconds', received[0])).toEqual([...own, ...level]);
  const open = gauges.follow({ trial: { ...trial, arrivalsPerSecond: 2.5 }, runId: 'r1' }, null);
  open.looked?.(lookAt(0));
  await open.ended?.(1001);
  const rate = ['level=2.5', 'unit=requests/s', 'repeat=1'];
  expect(labelsOf('headroom_window_seconds', received[2])).toEqual([...own, ...rate]);
});

it('gives ideals after a run to who looks back, each ended at once', async () => {
  const { otlp, received } = await receiver();
  await prometheusGauges(otlp, 1, () => 5000).settle([{ ...ofRun, idealRps: 9.5 }]);
  expect(received.map(valuesOf)).toEqual([
    { headroom_ideal_throughput_rps: 9.5 },
    { headroom_ideal_throughput_rps: noValue },
  ]);
  const times = received.map((metrics) => metrics[0]?.gauge.dataPoints[0].timeUnixNano);
  expect(times).toEqual(['5000000000000', '5000001000000']);
});

it('does not mind a Prometheus that does not answer', async () => {
  const gauges = prometheusGauges('http://127.0.0.1:9', 1, () => 0);
  const observer = gauges.follow(ofRun, 1);
  observer.looked?.(lookAt(0));
  await observer.ended?.(1001);
  await gauges.settle([{ ...ofRun, idealRps: 1 }]);
});
