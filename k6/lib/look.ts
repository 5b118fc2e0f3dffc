import { type AnswerShape, isAlike, shapeOf } from '../../contract/answer-shape.ts';
import type { TrialInput } from '../../contract/trial-input.ts';

/**
 * Whose turn it is to look into an answer: all users together look into one a second, because k6 pays dearly for bodies.
 * @param firstAt when the first user looks for the first time; Unix time, like every instant here
 * @returns whether the user looks into the answer to the request that it sends at that instant
 */
export function turnsToLook(firstAt: number, index: number, users: number): (atSeconds: number) => boolean {
  let nextAt = firstAt + index;
  return (atSeconds) => {
    if (atSeconds < nextAt) return false;
    nextAt += users * Math.ceil((atSeconds - nextAt + 1e-6) / users);
    return true;
  };
}

/** Whether a body is what is looked for, or of the kind that was answered before the load where nothing is known of it. */
export function isSameAnswer(body: string, before: AnswerShape, lookedFor: TrialInput['lookedFor']): boolean {
  if (lookedFor === null) return isAlike(before, shapeOf(body));
  return lookedFor.kind === 'exact' ? body === lookedFor.text : body.includes(lookedFor.text);
}
