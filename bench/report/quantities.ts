import type { Interval } from '@headroom/contract/interval.ts';

/** Numbers as people read them; a dash stands for what could not be measured. */
const unknown = '–';

/** Three significant digits, in the unit that fits. @param seconds null where unknown */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null) return unknown;
  if (seconds >= 99.95) return `${seconds.toFixed(0)} s`;
  if (seconds >= 9.995) return `${seconds.toFixed(1)} s`;
  if (seconds >= 0.9995) return `${seconds.toFixed(2)} s`;
  if (seconds === 0) return '0 s';
  if (seconds >= 0.0009995) return `${threeDigits(seconds * 1e3)} ms`;
  return `${threeDigits(seconds * 1e6)} µs`;
}

export function formatRate(perSecond: number | null): string {
  if (perSecond === null) return unknown;
  return perSecond >= 999.5 ? String(Math.round(perSecond)) : threeDigits(perSecond);
}

export function formatShare(share: number | null): string {
  return share === null ? unknown : `${threeDigits(share * 100)} %`;
}

export function formatBytes(bytes: number | null): string {
  if (bytes === null) return unknown;
  const mebibytes = bytes / 1024 / 1024;
  return mebibytes >= 10 || mebibytes === 0
    ? `${Math.round(mebibytes)} MiB`
    : `${mebibytes.toPrecision(2)} MiB`;
}

/** A median and how far its interval reaches from it, in per cent of it: `86.8 ± 0.4 %`. */
export function withSpread(
  format: (value: number | null) => string,
  value: number | null,
  interval: Interval | null,
): string {
  if (value === null || value <= 0 || interval === null) return format(value);
  const reach = Math.max(value - interval.low, interval.high - value) / value;
  return `${format(value)} ± ${reach < 0.0995 ? (100 * reach).toFixed(1) : Math.round(100 * reach)} %`;
}

function threeDigits(value: number): string {
  if (value >= 99.95) return value.toFixed(0);
  return value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}
