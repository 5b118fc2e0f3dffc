import type { Cell, Warning } from '@headroom/contract/report.ts';
import { seconds } from '../words/in-words.ts';

/**
 * How many users got nothing while others were answered again and again; 0 where everybody had a turn, where the
 * window held no second turn for anybody, or where users were still coming.
 */
export function starvedUsers({ users, warnings }: Pick<Cell, 'users' | 'warnings'>): number {
  if (users === null || users.mostAnswers < 2) return 0;
  if (warnings.some(({ code }) => code === 'ramp-unfinished')) return 0;
  return users.there - users.answered;
}

/** "93 of 100 users were not answered at all", and how long each would wait if they were; null where all were. */
export function starvedInWords(cell: Cell): string | null {
  const starved = starvedUsers(cell);
  if (starved === 0 || cell.users === null) return null;
  const fair =
    cell.impliedLatencySeconds === null
      ? ''
      : `; with everybody served in turn each would wait ${seconds(cell.impliedLatencySeconds)}`;
  return `${starved} of ${cell.users.there} users were not answered at all${fair}`;
}

/** The mark of a cell whose latency is that of some of its users. */
export function starvedMark(cell: Cell): Warning | null {
  const words = starvedInWords(cell);
  if (words === null || cell.users === null) return null;
  const { fewestAnswers, mostAnswers } = cell.users;
  return {
    code: 'starved',
    message: `${words}. The latency is that of the answers given (from ${fewestAnswers} to ${mostAnswers} a user). A loop that is blocked lets one new connection in a turn, and a thread that keeps its connection serves nobody else: --connections before lets all users in before the load.`,
  };
}

/** From such a part of what a user waits on, it is said that it goes into the connection. */
const notableShare = 0.1;
const notableSeconds = 0.001;

/** The mark of a cell whose users wait for a connection, which neither quantiles nor the server tell. */
export function connectingMark({ connectSeconds, latencySeconds }: Cell): Warning | null {
  if (connectSeconds === null || latencySeconds === null) return null;
  if (connectSeconds < Math.max(notableSeconds, notableShare * latencySeconds.mean)) return null;
  return {
    code: 'connecting',
    message: `Of the ${seconds(latencySeconds.mean)} that a user waits on the average ${seconds(connectSeconds)} go into getting a connection (the queue of the listener, TCP, TLS): the quantiles and the server's own figures are without it. Keep connections open, and let the listener's backlog hold those who come.`,
  };
}
