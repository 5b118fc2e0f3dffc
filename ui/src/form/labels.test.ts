import { expect, it } from 'vitest';
import { besideLabel, inLabels } from './labels.ts';

it('calls the fields as the form does', () => {
  expect(inLabels('thinkMinSeconds is -1: expected seconds; bystandersPerSecond is 1.5: expected.')).toBe(
    'Think time from is -1: expected seconds; Bystanders is 1.5: expected.',
  );
});

it('leaves other sentences as they are', () => {
  for (const words of ['The subject is up.', 'nest is unknown: expected a subject.']) {
    expect(inLabels(words)).toBe(words);
  }
});

it('does not name a field beside its label', () => {
  expect(besideLabel('users', 'users is 300: expected at most 105')).toBe('300: expected at most 105');
  expect(besideLabel('users', 'The lab is busy.')).toBe('The lab is busy.');
});
