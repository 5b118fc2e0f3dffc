import { describe, expect, it } from 'vitest';
import { trialOf } from '../analyse/fixtures/records.ts';
import { noAnswer } from './no-answer.ts';

const trial = { ...trialOf('/async', 2), warmupSeconds: 3, durationSeconds: 10 };
const scrapes = { attempted: 10, answered: 10, slowestSeconds: 0.01 };
const seconds = (answered: number) =>
  [1, 2, 3].map((atSeconds) => ({ atSeconds, answered, medianLatencySeconds: null }));

describe('a window in which no request ended', () => {
  it('is too short where nobody was answered before it', () => {
    const users = { everAnswered: 0, answers: [0, 0] };
    const { message } = noAnswer({ trial, users, series: seconds(0), scrapes });
    expect(message).toMatch(/longer --duration/);
    expect(message).not.toMatch(/loses/);
  });

  it('is that of a service which loses requests where all were answered quickly before it', () => {
    const users = { everAnswered: 2, answers: [0, 0] };
    const { message } = noAnswer({ trial, users, series: seconds(40), scrapes });
    expect(message).toMatch(/the service loses some requests/);
    expect(message).not.toMatch(/longer --duration/);
  });

  it('is that of a service which stands still where its metrics do not answer either', () => {
    const silent = { ...scrapes, answered: 0 };
    expect(noAnswer({ trial, users: null, series: [], scrapes: silent }).message).toMatch(/stood still/);
  });
});
