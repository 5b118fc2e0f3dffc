import type { Interval } from '@headroom/contract/interval.ts';

/** Numbers as people read them; a dash stands for what could not be measured. */
const unknown = '–';

type Figure = number | null;

/** Three significant digits, in the unit that fits. @param seconds null where unknown */
export function formatSeconds(seconds: Figure): string {
  return format(seconds, (value) => {
    if (value >= 999_999.5) return `${exponential(value)} s`;
    if (value >= 99.95) return `${value.toFixed(0)} s`;
    if (value >= 9.995) return `${value.toFixed(1)} s`;
    if (value >= 0.9995) return `${value.toFixed(2)} s`;
    if (value === 0) return '0 s';
    if (value >= 0.0009995) return `${threeDigits(value * 1e3)} ms`;
    if (value >= 0.0000009995) return `${threeDigits(value * 1e6)} µs`;
    return `${threeDigits(value * 1e9)} ns`;
  });
}

/** Time until there is a connection: most requests find theirs made, and what is left below a microsecond is no figure. */
export const formatConnecting = (seconds: Figure): string =>
  formatSeconds(seconds !== null && seconds < 1e-6 ? 0 : seconds);

/** Of something in a second: thousands as they are, then in millions (M) and more. */
export function formatRate(perSecond: Figure): string {
  return format(perSecond, (value) => {
    if (value >= 999.5e12) return exponential(value);
    const unit = rateUnits.find(({ size }) => value >= 0.9999995 * size);
    if (unit !== undefined) return `${threeDigits(value / unit.size)} ${unit.name}`;
    return value >= 999.5 ? String(Math.round(value)) : threeDigits(value);
  });
}

const rateUnits = [
  { size: 1e12, name: 'T' },
  { size: 1e9, name: 'G' },
  { size: 1e6, name: 'M' },
] as const;

export function formatShare(share: Figure): string {
  return format(share, (value) => `${threeDigits(value * 100)} %`);
}

export function formatBytes(bytes: Figure): string {
  return format(bytes, (value) => {
    if (value === 0) return '0 MiB';
    if (value < 1024) return `${Math.round(value)} B`;
    if (value < 0.1 * 1024 ** 2) return `${threeDigits(value / 1024)} KiB`;
    if (value < 10 * 1024 ** 2) return `${(value / 1024 ** 2).toPrecision(2)} MiB`;
    if (value < 9999.5 * 1024 ** 2) return `${Math.round(value / 1024 ** 2)} MiB`;
    if (value < 9999.5 * 1024 ** 3) return `${threeDigits(value / 1024 ** 3)} GiB`;
    return `${threeDigits(value / 1024 ** 4)} TiB`;
  });
}

/** A median and how far its interval reaches from it, in per cent of it: `86.8 ± 0.4 %`. */
export function withSpread(
  show: (value: number | null) => string,
  value: number | null,
  interval: Interval | null,
): string {
  if (value === null || value <= 0 || interval === null) return show(value);
  const reach = Math.max(value - interval.low, interval.high - value) / value;
  return `${show(value)} ± ${reach < 0.0995 ? (100 * reach).toFixed(1) : Math.round(100 * reach)} %`;
}

function format(value: Figure, show: (value: number) => string): string {
  if (value === null || !Number.isFinite(value)) return unknown;
  return value < 0 ? `−${show(-value)}` : show(value);
}

/** Small numbers keep two digits rather than become zero. */
function threeDigits(value: number): string {
  if (value >= 999_999.5) return exponential(value);
  if (value >= 99.95) return value.toFixed(0);
  if (value >= 9.995) return value.toFixed(1);
  if (value >= 0.0995 || value === 0) return value.toFixed(2);
  return value >= 0.000995 ? value.toPrecision(2) : exponential(value);
}

const exponential = (value: number): string => value.toExponential(2).replace('e+', 'e');
