import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { trialOf } from '../../analyse/fixtures/records.ts';
import { fakeClock } from '../fake/fake-clock.ts';
import { pushGauges, trialLabels } from './push-gauges.ts';

interface Point {
  attributes: { key: string; value: { stringValue: string } }[];
  asDouble?: number;
  flags?: number;
}
interface Body {
  resourceMetrics: [{ scopeMetrics: [{ metrics: { name: string; gauge: { dataPoints: [Point] } }[] }] }];
}

const trial = trialOf('/async', 100);
const labels = trialLabels(trial, { runId: 'r1' } as Parameters<typeof trialLabels>[1]);

it('sends the gauges of a trial, and marks their end', async () => {
  const bodies: Body[] = [];
  const stop = new AbortController();
  const server = createServer(async (request, response) => {
    bodies.push(JSON.parse((await request.toArray()).join('')));
    if (bodies.length === 2) stop.abort();
    response.end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await pushGauges(`http://127.0.0.1:${port}`, trial, labels, () => 0.25, fakeClock(), stop.signal);
  server.close();

  const metricsOf = (body: Body | undefined) => body?.resourceMetrics[0].scopeMetrics[0].metrics ?? [];
  const [first, , last] = bodies;
  expect(metricsOf(first).map(({ name, gauge }) => [name, gauge.dataPoints[0].asDouble])).toEqual([
    ['headroom_users', 100],
    ['headroom_window_seconds', 30],
    ['headroom_ideal_throughput_rps', expect.closeTo(86.96, 1)],
    ['headroom_generator_cpu_share', 0.25],
  ]);
  const labelsAt = (index: number) =>
    metricsOf(first)[index]?.gauge.dataPoints[0].attributes.map(
      ({ key, value }) => `${key}=${value.stringValue}`,
    );
  const own = ['run=r1', 'subject=nest', 'endpoint=/async', 'strategy=async', 'level=100', 'repeat=1'];
  expect(labelsAt(0)).toEqual([...own, 'service=nest', 'route=/async']);
  expect(labelsAt(1)).toEqual(own);
  expect(metricsOf(last).every(({ gauge }) => gauge.dataPoints[0].flags === 1)).toBe(true);
});

it('names an open load by its rate', () => {
  const files = { runId: 'r1' } as Parameters<typeof trialLabels>[1];
  expect(trialLabels({ ...trial, arrivalsPerSecond: 20 }, files)).toMatchObject({ level: '20/s' });
});

it('does not mind a Prometheus that does not answer', async () => {
  const stop = new AbortController();
  let asked = 0;
  const share = () => {
    asked++;
    if (asked === 3) stop.abort();
    return null;
  };
  await pushGauges('http://127.0.0.1:9', trialOf('/cpu', 1), labels, share, fakeClock(), stop.signal);
  expect(asked).toBeGreaterThanOrEqual(3);
});
