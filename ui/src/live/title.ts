import { capitalised } from '../words/capitalised.ts';
import type { LiveState } from './state.ts';

/** What the run is called: its words name the users that it began with, who may have become more or fewer since. */
export function titleOf({ run, usersAsked }: Pick<LiveState, 'run' | 'usersAsked'>): string {
  if (run === null) return 'New run';
  // That of one endpoint begins with a name, which is spelt as it is.
  if (!run.canChangeUsers) return capitalised(run.words);
  if (usersAsked === null) return run.words;
  return run.words.replace(/\d+ users?$/, `${usersAsked} ${usersAsked === 1 ? 'user' : 'users'}`);
}
