/** What can be held of a body against another's, without keeping it. */
export interface AnswerShape {
  /** Of JSON the kind of value, of an object its names with the kind of each; null of anything else. */
  readonly json: string | Readonly<Record<string, string>> | null;
  /** A short text in words alone, which does not change as numbers do; null of anything else. */
  readonly words: string | null;
  /** Characters. */
  readonly length: number;
}

/** Longer ones are not parsed: it would take the generator longer than many a request. */
const mostParsed = 256 * 1024;
/** Texts of one kind may differ by so much in length: times, numbers and names in them do. */
const alikeShare = 0.2;
const alikeCharacters = 64;
/** What such names hold says whether an answer is one. */
const telling = /^(ok|success|status|error|code)$/i;
const mostTold = 20;
/** Names that errors have, and data have not. */
const ofErrors = /^(errors?|message|detail|reason|exception)$/i;
const nothing = 'null';

/** The shape of a body, so that an error in place of data is told from data that differ. */
export function shapeOf(body: string): AnswerShape {
  const json = body.length > mostParsed ? null : jsonShapeOf(body);
  const isInWords = json === null && body.length <= alikeCharacters && !/\d/.test(body);
  return { json, words: isInWords ? body.trim() : null, length: body.length };
}

/** Whether an answer of that shape is of the same kind as the other. */
export function isAlike(one: AnswerShape, other: AnswerShape): boolean {
  if (one.json !== null || other.json !== null) return isAlikeJson(one.json, other.json);
  if (one.words !== other.words) return false;
  if (one.words !== null) return true;
  const least = Math.min(one.length, other.length);
  return Math.max(one.length, other.length) <= Math.max(least + alikeCharacters, least * (1 + alikeShare));
}

/**
 * Objects have most of their names in common, each with the same kind of value or nothing: a field may be optional. What
 * tells of an error is in both or in none.
 */
function isAlikeJson(one: AnswerShape['json'], other: AnswerShape['json']): boolean {
  if (one === null || other === null || typeof one === 'string' || typeof other === 'string') {
    return one === other;
  }
  const shared = Object.keys(one).filter((name) => name in other);
  const most = Math.max(Object.keys(one).length, Object.keys(other).length);
  const isSame = (name: string) => one[name] === other[name] || [one[name], other[name]].includes(nothing);
  const tells = (shape: Readonly<Record<string, string>>) =>
    Object.keys(shape)
      .filter((name) => ofErrors.test(name) && shape[name] !== nothing)
      .sort()
      .join();
  return 2 * shared.length >= most && shared.every(isSame) && tells(one) === tells(other);
}

function jsonShapeOf(body: string): AnswerShape['json'] {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (kindOf(value) !== 'object') return kindOf(value);
  return Object.fromEntries(Object.entries(value as object).map(([name, of]) => [name, toldBy(name, of)]));
}

function toldBy(name: string, value: unknown): string {
  const text = JSON.stringify(value);
  const isTold = telling.test(name) && typeof value !== 'object' && text.length <= mostTold;
  return isTold ? text : kindOf(value);
}

function kindOf(value: unknown): string {
  if (value === null) return nothing;
  return Array.isArray(value) ? 'array' : typeof value;
}
