/** A number between two bounds that somebody wrote as text. */
export interface Quantity {
  readonly kind: 'number' | 'whole number';
  readonly min: number;
  readonly max: number;
}

/** The number that `text` says, or `undefined` where it says none or one out of bounds. */
export function readQuantity(text: string, { kind, min, max }: Quantity): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const right = value >= min && value <= max && (kind === 'number' || Number.isInteger(value));
  return right ? value : undefined;
}

/** What `name` should have been, as one line without its full stop. */
export const expectation = (name: string, text: string, { kind, min, max }: Quantity): string =>
  `${name} is ${JSON.stringify(text)}, expected a ${kind} from ${min} to ${max}`;
