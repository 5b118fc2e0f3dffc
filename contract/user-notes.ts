import type { LookedSummary, UsersSummary } from './generator-summary.ts';

/**
 * What the users of a closed load note down while it lasts, a text a line, in a file of their own: a metric with a tag for
 * each user would be a series for each in every store that k6 sends to.
 */
export const answersNote = (user: number, answers: number): string => `answers ${user} ${answers}`;
/** The first right answer that a user gets, be it before the window. */
export const answeredNote = (user: number): string => `answered ${user}`;
/** An answer that was looked into. */
export const lookedNote = (isSame: boolean): string => `looked ${isSame ? 'same' : 'other'}`;

export interface UserNotes {
  readonly users: UsersSummary;
  readonly looked: LookedSummary;
}

/** The sum of all notes. @param users how many there are @param notes in any order; others are passed over */
export function sumOfNotes(users: number, notes: readonly string[]): UserNotes {
  const answers = Array.from({ length: users }, () => 0);
  const answered = new Set<string>();
  const looked = { answers: 0, other: 0 };
  for (const note of notes) {
    const [what, which = '', count = ''] = note.split(' ');
    if (what === 'answers' && Number(which) < users) {
      answers[Number(which)] = (answers[Number(which)] ?? 0) + Number(count);
    } else if (what === 'answered') {
      answered.add(which);
    } else if (what === 'looked') {
      looked.answers++;
      if (which === 'other') looked.other++;
    }
  }
  return { users: { everAnswered: answered.size, answers }, looked };
}
