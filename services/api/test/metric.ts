/** The value of a series, written as on the metrics page of this port, labels included; NaN where there is none. */
export async function metric(port: number, series: string): Promise<number> {
  const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const line = page.split('\n').find((sample) => sample.startsWith(`${series} `));
  return Number(line?.slice(series.length));
}
