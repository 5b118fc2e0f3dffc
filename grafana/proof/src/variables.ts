import type { Dashboard, VariableModel } from './dashboard.ts';
import { type Chosen, interpolateQuery, type Variables } from './interpolate.ts';
import type { Answer, Prometheus } from './prometheus.ts';

/** Unix seconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Every variable of a dashboard as it stands after it was opened with some given in its address.
 * @throws Error for a kind of variable that is not known here, and for a query that Prometheus refuses
 */
export async function chooseVariables(
  dashboard: Dashboard,
  given: Readonly<Record<string, string>>,
  prometheus: Prometheus,
  span: Span,
): Promise<Variables> {
  const known = new Map<string, Chosen>(spanVariables(span));
  for (const model of dashboard.templating?.list ?? []) {
    known.set(model.name, await choose(model, given[model.name], known, prometheus, span));
  }
  return known;
}

/** Grafana's own variables that follow from the time range. */
function spanVariables({ from, to }: Span): [string, Chosen][] {
  const seconds = Math.round(to - from);
  return Object.entries({
    __from: String(from * 1000),
    __to: String(to * 1000),
    __range: `${seconds}s`,
    __range_s: String(seconds),
    __range_ms: String(seconds * 1000),
  }).map(([name, value]) => [name, { value, many: false, literal: true }]);
}

async function choose(
  model: VariableModel,
  given: string | undefined,
  known: Variables,
  prometheus: Prometheus,
  span: Span,
): Promise<Chosen> {
  const many = Boolean(model.multi || model.includeAll);
  if (given !== undefined) return { value: given, many };
  const saved = [model.current?.value ?? []].flat();
  if (saved.includes('$__all') && model.allValue) return { value: model.allValue, many, literal: true };
  const options = await optionsOf(model, known, prometheus, span);
  if (saved.includes('$__all')) return { value: options, many };
  const still = saved.filter((value) => options.includes(value));
  const value = still.length > 0 ? still : options.slice(0, 1);
  return { value: many ? value : (value[0] ?? ''), many };
}

async function optionsOf(
  model: VariableModel,
  known: Variables,
  prometheus: Prometheus,
  span: Span,
): Promise<string[]> {
  const written = typeof model.query === 'object' ? (model.query.query ?? '') : (model.query ?? '');
  switch (model.type) {
    case 'query': {
      const texts = await queried(interpolateQuery(written, known), prometheus, span);
      return sorted(cutOut(texts, model.regex ?? ''), model.sort ?? 0);
    }
    case 'custom':
    case 'interval':
      return written.split(',').map((option) => option.trim());
    case 'constant':
    case 'textbox':
      return [written];
    default:
      throw new Error(
        `variable ${model.name} is of type "${model.type}": expected query, custom, interval, constant or textbox`,
      );
  }
}

/** `label_values(metric, label)`, `label_values(label)` and `query_result(expression)`. */
async function queried(query: string, prometheus: Prometheus, { from, to }: Span): Promise<string[]> {
  const labels = /^label_values\((?:(.+),)?\s*([a-zA-Z_]\w*)\s*\)\s*$/s.exec(query);
  if (labels)
    return [...(await prometheus.labelValues(labels[2] ?? '', labels[1]?.trim() ?? null, from, to))];
  const result = /^query_result\((.+)\)\s*$/s.exec(query);
  if (!result)
    throw new Error(`query of a variable "${query}": expected label_values(...) or query_result(...)`);
  return resultTexts(await prometheus.instant(result[1] ?? '', to));
}

/** As Grafana writes the results of a query: `name{labels} value milliseconds`. */
export function resultTexts(answer: Answer): string[] {
  if (answer.resultType === 'scalar') return [answer.result[1]];
  return answer.result.map(({ metric, value = [0, ''] }) => {
    const { __name__: name = '', ...labels } = metric;
    const written = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
    return `${name}{${written.join(',')}} ${value[1]} ${value[0] * 1000}`;
  });
}

/** The first group of a regular expression such as `/run="(.*)"/`, each value once; what does not match falls out. */
export function cutOut(texts: readonly string[], regex: string): string[] {
  if (regex === '') return [...new Set(texts)];
  const [, body, flags] = /^\/(.*)\/([a-z]*)$/s.exec(regex) ?? [null, `^${regex}$`, ''];
  const pattern = new RegExp(body ?? '', flags?.replace('g', ''));
  const found = texts.map((text) => pattern.exec(text)).filter((match) => match !== null);
  return [...new Set(found.map((match) => match.groups?.value ?? match[1] ?? match[0]))];
}

/** Grafana's numbers: 1 and 2 alphabetical, 3 and 4 numerical, 5 and 6 without case; the even ones fall. */
function sorted(values: readonly string[], sort: number): string[] {
  const number = (text: string): number => Number(/\d+(\.\d+)?/.exec(text)?.[0] ?? -1);
  const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
  const orders = [null, byText, (a: string, b: string) => number(a) - number(b), byText, null];
  const order = orders[Math.ceil(sort / 2)];
  if (!order) return [...values];
  const rising = values.toSorted(order);
  return sort % 2 === 0 ? rising.reverse() : rising;
}
