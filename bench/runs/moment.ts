import { z } from 'zod';

const unitSeconds = { h: 3600, d: 86_400, w: 604_800 } as const;
const daySeconds = unitSeconds.d;
const expected =
  'expected an age such as 12h, 7d or 2w, or a day or time in UTC such as 2026-01-31 or 2026-01-31T18:30';

/**
 * A point in time as users write it, as Unix time: an age before `now`, or a day or time in UTC, as run ids have
 * it. A day is its beginning, or with `edge` "end" its end, so that "until" a day holds that day.
 */
export function moment(now: number, edge: 'begin' | 'end'): z.ZodType<number, string> {
  return z.string({ error: expected }).transform((text, context) => {
    const at = ageBefore(now, text) ?? calendarTime(text, edge);
    if (at !== null) return at;
    context.addIssue({ code: 'custom', message: expected, input: text });
    return z.NEVER;
  });
}

function ageBefore(now: number, text: string): number | null {
  const [, count, unit] = /^(\d{1,6})([hdw])$/.exec(text.trim()) ?? [];
  return count === undefined ? null : now - Number(count) * unitSeconds[unit as keyof typeof unitSeconds];
}

function calendarTime(text: string, edge: 'begin' | 'end'): number | null {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)Z?)?$/.exec(text.trim()) ?? [];
  if (day === undefined) return null;
  const date = new Date(`${day}T${time ?? '00:00'}Z`);
  // A day that there is not, such as the 30th of February, would become another.
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(day)) return null;
  return date.getTime() / 1000 + (time === undefined && edge === 'end' ? daySeconds : 0);
}
