import type { MeasuredRecord } from '@headroom/contract/records.ts';

/** What the dashboards lack of a run, as Prometheus took nothing meanwhile: one sentence, or none. */
export function dashboardGaps(measured: readonly MeasuredRecord[]): string[] {
  const gaps = measured.flatMap(({ dashboardGap }) => (dashboardGap === null ? [] : [dashboardGap]));
  if (gaps.length === 0) return [];
  const seconds = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  const [from, to] = [Math.min(...gaps.map((gap) => gap.from)), Math.max(...gaps.map((gap) => gap.to))];
  return [
    `Prometheus took nothing for about ${Math.max(1, Math.round(seconds))} s of ${gaps.length === 1 ? 'a trial' : `${gaps.length} trials`}, from ${timeOf(from)} to ${timeOf(to)}: the dashboards lack that time, the figures of this report lack nothing.`,
  ];
}

const timeOf = (unixSeconds: number): string =>
  `${new Date(unixSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
