/** One series of an answer, as the HTTP API of Prometheus has it: floats, native histograms, or both. */
export interface Series {
  readonly metric: Labels;
  readonly value?: Sample;
  readonly values?: readonly Sample[];
  readonly histogram?: HistogramSample;
  readonly histograms?: readonly HistogramSample[];
}

export type Labels = Readonly<Record<string, string>>;
/** Unix seconds, and a number as text. */
export type Sample = readonly [number, string];
export type HistogramSample = readonly [number, { readonly buckets?: readonly Bucket[] }];
/** Which ends belong to it (0 to 3), from, to, count. */
export type Bucket = readonly [number, string, string, string];

export type Answer =
  | { readonly resultType: 'matrix' | 'vector'; readonly result: readonly Series[] }
  | { readonly resultType: 'scalar'; readonly result: Sample };

/** What a Prometheus answers. Each call throws an Error that holds the query and what Prometheus said of it. */
export interface Prometheus {
  /** @param time Unix seconds */
  instant(query: string, time: number): Promise<Answer>;
  /** @param step in seconds, as the times */
  range(query: string, start: number, end: number, step: number): Promise<Answer>;
  labelValues(label: string, metric: string | null, start: number, end: number): Promise<readonly string[]>;
}

/** @param address like `http://127.0.0.1:9090` */
export function prometheusAt(address: string): Prometheus {
  const ask = async <T>(path: string, parameters: Record<string, string | number>): Promise<T> => {
    const words = new URLSearchParams(
      Object.entries(parameters).map(([name, value]) => [name, String(value)]),
    );
    const response = await fetch(`${address}/api/v1/${path}?${words}`, {
      signal: AbortSignal.timeout(60_000),
    }).catch((cause) => {
      throw new Error(`${address} does not answer: expected a Prometheus`, { cause });
    });
    const answer = (await response.json()) as { status: string; error?: string; data: T };
    if (answer.status !== 'success') throw new Error(`${words.get('query') ?? path}: ${answer.error}`);
    return answer.data;
  };
  return {
    instant: (query, time) => ask('query', { query, time }),
    range: (query, start, end, step) => ask('query_range', { query, start, end, step }),
    labelValues: (label, metric, start, end) =>
      ask(`label/${label}/values`, { start, end, ...(metric === null ? {} : { 'match[]': metric }) }),
  };
}
