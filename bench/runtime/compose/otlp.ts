import { request } from 'undici';

type Labels = Readonly<Record<string, string>>;

/** One point of a gauge; a value of null is the end of its series. */
export interface Point {
  readonly name: string;
  readonly labels: Labels;
  /** Unix time. */
  readonly atSeconds: number;
  readonly value: number | null;
}

const patienceMilliseconds = 1000;
/** OpenTelemetry's flag for a point without a value; Prometheus takes it as the end of the series. */
const noRecordedValue = 1;

/**
 * Sends points to a Prometheus. One that does not answer is no reason to stop a measurement: never rejects.
 * @param otlp the address of its OTLP receiver
 */
export async function send(otlp: string, points: readonly Point[]): Promise<void> {
  const metrics = points.map(metricOf);
  const body = JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
  const headers = { 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(patienceMilliseconds);
  const answer = await request(otlp, { method: 'POST', headers, body, signal }).catch(() => null);
  await answer?.body.dump().catch(() => undefined);
}

function metricOf({ name, labels, atSeconds, value }: Point): object {
  const point = value === null ? { flags: noRecordedValue } : { asDouble: value };
  const attributes = Object.entries(labels).map(([key, stringValue]) => ({ key, value: { stringValue } }));
  const timeUnixNano = `${Math.round(atSeconds * 1000)}000000`;
  return { name, gauge: { dataPoints: [{ timeUnixNano, attributes, ...point }] } };
}
