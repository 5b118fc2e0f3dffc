/** Numbers as the report writes them; a dash stands for what nobody could measure. */
const unknown = '–';

type Figure = number | null;

/** Three significant digits, in the unit that fits. @param seconds null where unknown */
export function formatSeconds(seconds: Figure): string {
  return format(seconds, (value) => {
    if (value >= 99.95) return `${value.toFixed(0)} s`;
    if (value >= 0.9995) return `${threeDigits(value)} s`;
    if (value === 0) return '0 s';
    if (value >= 0.0009995) return `${threeDigits(value * 1e3)} ms`;
    return `${threeDigits(value * 1e6)} µs`;
  });
}

/** Of something in a second. */
export function formatRate(perSecond: Figure): string {
  return format(perSecond, (value) => (value >= 999.5 ? String(Math.round(value)) : threeDigits(value)));
}

/** A share of one as per cent. */
export function formatShare(share: Figure): string {
  return format(share, (value) => `${threeDigits(value * 100)} %`);
}

/** A whole number. */
export function formatCount(count: Figure): string {
  return format(count, (value) => String(Math.round(value)));
}

function format(value: Figure, show: (value: number) => string): string {
  if (value === null || !Number.isFinite(value)) return unknown;
  return value < 0 ? `−${show(-value)}` : show(value);
}

function threeDigits(value: number): string {
  if (value >= 99.95) return value.toFixed(0);
  if (value >= 9.995) return value.toFixed(1);
  if (value >= 0.0995 || value === 0) return value.toFixed(2);
  return value.toPrecision(2);
}
