/** Units as a person reads them, with what they are in Prometheus's. */
export const units = {
  seconds: { ns: 1e-9, µs: 1e-6, ms: 1e-3, s: 1, min: 60 },
  'requests a second': { 'req/s': 1, 'K req/s': 1e3 },
  share: { '%': 0.01 },
  bytes: { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 },
  number: { '': 1, K: 1e3 },
} as const;

/**
 * A text such as `1.04 s` or `97.81%`, in Prometheus's unit.
 * @returns null where it is none of that unit; `rounding` is half of what the last digit stands for
 */
export function figureOf(
  text: string,
  unit: keyof typeof units,
): { number: number; rounding: number } | null {
  const [, digits = '', suffix = ''] = /^(-?[\d.]+)\s*(.*)$/.exec(text) ?? [];
  const size = (units[unit] as Readonly<Record<string, number>>)[suffix];
  if (digits === '' || size === undefined) return null;
  const decimals = digits.split('.')[1]?.length ?? 0;
  return { number: Number(digits) * size, rounding: (size * 10 ** -decimals) / 2 };
}
