import type { Lab, LiveStart, Start } from '@headroom/contract/live.ts';
import { besideLabel, labels } from './labels.ts';
import { judge, rangesOf } from './ranges.ts';

/** The numbers of a run of one endpoint. */
export const numberFields = [
  'users',
  'spawnRate',
  'thinkMinSeconds',
  'thinkMaxSeconds',
  'warmupSeconds',
  'durationSeconds',
  'bystandersPerSecond',
] as const;
export type NumberField = (typeof numberFields)[number];

/** The form as it stands, numbers as they were typed. */
export interface Draft {
  readonly kind: Start['kind'];
  readonly subject: string;
  readonly endpoint: string;
  readonly numbers: Readonly<Record<NumberField, string>>;
  readonly preset: string;
}

/** What is wrong, by field. */
export type FieldErrors = Readonly<Record<string, string>>;

/** A form that says what the lab would take by itself. */
export function draftOf({ defaults, presets }: Lab): Draft {
  const numbers = Object.fromEntries(numberFields.map((field) => [field, shown(defaults[field])]));
  return {
    kind: 'live',
    subject: defaults.subject,
    endpoint: defaults.endpoint,
    numbers: numbers as Record<NumberField, string>,
    preset: presets[0]?.name ?? '',
  };
}

const shown = (value: number | null): string => (value === null ? '' : String(value));

/** The draft with another subject; an endpoint that it lacks gives way to its first one. */
export function withSubject(draft: Draft, subject: string, lab: Lab): Draft {
  const served = lab.subjects.find(({ name }) => name === subject)?.endpoints ?? [];
  const isServed = served.some(({ path }) => path === draft.endpoint);
  return { ...draft, subject, endpoint: isServed ? draft.endpoint : (served[0]?.path ?? '') };
}

/**
 * What the form asks for, or what is wrong with each of its numbers: all at once, which the lab could not say of what is
 * no number.
 * @param usersMost the most users that the lab allows
 */
export function readDraft(draft: Draft, usersMost: number): { start: Start } | { errors: FieldErrors } {
  if (draft.kind === 'preset') return { start: { kind: 'preset', preset: draft.preset } };
  const errors: Record<string, string> = {};
  const ranges = rangesOf(usersMost);
  const number = (field: NumberField): number => {
    const judged = judge(draft.numbers[field], ranges[field]);
    if ('value' in judged) return judged.value;
    errors[field] = judged.error;
    return Number.NaN;
  };
  const start: LiveStart = {
    kind: 'live',
    subject: draft.subject,
    endpoint: draft.endpoint,
    users: number('users'),
    spawnRate: draft.numbers.spawnRate.trim() === '' ? null : number('spawnRate'),
    thinkMinSeconds: number('thinkMinSeconds'),
    thinkMaxSeconds: number('thinkMaxSeconds'),
    warmupSeconds: number('warmupSeconds'),
    durationSeconds: number('durationSeconds'),
    bystandersPerSecond: number('bystandersPerSecond'),
  };
  const { thinkMinSeconds: from, thinkMaxSeconds: to } = start;
  if (from > to) errors.thinkMinSeconds = `${from}: expected no more than “${labels.thinkMaxSeconds}”, ${to}`;
  return Object.keys(errors).length > 0 ? { errors } : { start };
}

/** The lab's words on a field, by the name of the field. */
export const errorsOf = (fields: readonly { field: string; message: string }[]): FieldErrors =>
  Object.fromEntries(fields.map(({ field, message }) => [field, besideLabel(field, message)]));
