/** Figures as sentences have them. */
export const rps = (value: number): string =>
  `${value < 10 ? value.toFixed(2) : value.toFixed(1)} requests per second`;
export const users = (count: number): string => (count === 1 ? '1 user' : `${count} users`);
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
export const seconds = (value: number): string =>
  value < 1 ? `${(value * 1000).toFixed(value < 0.01 ? 1 : 0)} ms` : `${value.toFixed(value < 10 ? 2 : 1)} s`;
/** "10 users", or "20 requests/s" in the open model. */
export const levelInWords = ({
  vus,
  arrivalsPerSecond,
}: {
  readonly vus: number;
  readonly arrivalsPerSecond: number | null;
}): string => (arrivalsPerSecond === null ? users(vus) : `${arrivalsPerSecond} requests/s`);
