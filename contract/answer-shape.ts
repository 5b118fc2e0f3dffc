/** What can be held of a body against another's, without keeping it. */
export interface AnswerShape {
  /** Of JSON its kind and, of an object, its names with the kind of each value; null of anything else. */
  readonly json: string | null;
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

/** The shape of a body, so that an error in place of data is told from data that differ. */
export function shapeOf(body: string): AnswerShape {
  const json = body.length > mostParsed ? null : jsonShapeOf(body);
  const isInWords = json === null && body.length <= alikeCharacters && !/\d/.test(body);
  return { json, words: isInWords ? body.trim() : null, length: body.length };
}

/** Whether an answer of that shape is of the same kind as the other. */
export function isAlike(one: AnswerShape, other: AnswerShape): boolean {
  if (one.json !== other.json || one.words !== other.words) return false;
  if (one.json !== null || one.words !== null) return true;
  const least = Math.min(one.length, other.length);
  return Math.max(one.length, other.length) <= Math.max(least + alikeCharacters, least * (1 + alikeShare));
}

function jsonShapeOf(body: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (kindOf(value) !== 'object') return kindOf(value);
  const names = Object.entries(value as object).map(([name, of]) => `${name}:${toldBy(name, of)}`);
  return `{${names.sort().join(',')}}`;
}

function toldBy(name: string, value: unknown): string {
  const text = JSON.stringify(value);
  const isTold = telling.test(name) && typeof value !== 'object' && text.length <= mostTold;
  return isTold ? text : kindOf(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
