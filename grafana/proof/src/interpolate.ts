/** A variable of a dashboard as it stands: one value, or several where it takes many. */
export interface Chosen {
  readonly value: string | readonly string[];
  /** Takes several values, or "All": what it holds is written as a regular expression. */
  readonly many: boolean;
  /** Written as it is: Grafana's own variables, and what "All" stands for. */
  readonly literal?: boolean;
}

export type Variables = ReadonlyMap<string, Chosen>;

const reference = /\$(\w+)|\$\{(\w+)(?::(\w+))?\}|\[\[(\w+)(?::(\w+))?\]\]/g;

/** Puts variables into PromQL, as Grafana's Prometheus data source does. An unknown one stays as it is written. */
export function interpolateQuery(text: string, variables: Variables): string {
  return replace(text, variables, forPromQl);
}

/** Puts variables into a title, a name or an address. */
export function interpolateText(text: string, variables: Variables): string {
  return replace(text, variables, ({ value }) => [value].flat().join(' + '));
}

function replace(text: string, variables: Variables, plain: (chosen: Chosen) => string): string {
  return text.replace(reference, (written, bare, braced, format, square, squareFormat) => {
    const chosen = variables.get(bare ?? braced ?? square);
    if (chosen === undefined) return written;
    const form: string | undefined = format ?? squareFormat;
    return form === undefined ? plain(chosen) : formatted(chosen, form);
  });
}

function forPromQl({ value, many, literal }: Chosen): string {
  if (literal) return [value].flat().join(',');
  if (!many) return [value].flat().join(',').replaceAll('\\', '\\\\').replaceAll("'", "\\\\'");
  const escaped = [value].flat().map(escapedForQuotedRegex);
  return escaped.length === 1 ? (escaped[0] ?? '') : `(${escaped.join('|')})`;
}

/** For a regular expression inside a string of PromQL, so each backslash is written twice. */
const escapedForQuotedRegex = (value: string): string =>
  value.replaceAll('\\', '\\\\\\\\').replace(/[$^*{}[\]'+?.()|]/g, '\\\\$&');

/** @throws Error for a format of Grafana's that is not known here */
function formatted({ value }: Chosen, format: string): string {
  const values = [value].flat();
  switch (format) {
    case 'raw':
    case 'csv':
      return values.join(',');
    case 'pipe':
      return values.join('|');
    case 'text':
      return values.join(' + ');
    case 'regex': {
      const escaped = values.map((one) => one.replace(/[\\^$*+?.()|[\]{}/]/g, '\\$&'));
      return escaped.length === 1 ? (escaped[0] ?? '') : `(${escaped.join('|')})`;
    }
    default:
      throw new Error(
        `variable format "${format}": expected raw, csv, pipe, text or regex; add it to interpolate.ts`,
      );
  }
}
