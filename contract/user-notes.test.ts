import { expect, it } from 'vitest';
import { answeredNote, answersNote, lookedNote, sumOfNotes } from './user-notes.ts';

it('what users note is summed for each of them, whatever else is in the file', () => {
  const notes = [
    ...[answeredNote(2), answersNote(2, 1), answeredNote(0), answersNote(2, 40), lookedNote(true)],
    ...['', 'something else', lookedNote(false), answersNote(0, 3), 'answers 7 1'],
  ];
  expect(sumOfNotes(3, notes)).toEqual({
    users: { everAnswered: 2, answers: [3, 0, 41] },
    looked: { answers: 2, other: 1 },
  });
});
