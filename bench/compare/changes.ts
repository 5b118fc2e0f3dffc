import type { Interval } from '@headroom/contract/interval.ts';

/** A ratio as the change that it is: "+4.2 %". */
export function formatChange(ratio: number): string {
  const percent = (ratio - 1) * 100;
  const sign = percent > 0 ? '+' : percent < 0 ? '−' : '';
  return `${sign}${digits(Math.abs(percent))} %`;
}

/** "+3.9 % to +4.5 %". */
export function formatChanges({ low, high }: Interval): string {
  return `${formatChange(low)} to ${formatChange(high)}`;
}

function digits(percent: number): string {
  if (percent >= 99.95) return percent.toFixed(0);
  return percent >= 9.995 ? percent.toFixed(1) : percent.toFixed(2);
}

/** A p-value to two digits: "0.0093", "<0.0001". */
export function formatPValue(p: number): string {
  if (p < 0.0001) return '<0.0001';
  return p >= 0.995 ? '1.00' : p.toPrecision(2);
}
