import type { CurrentRun, LiveEvent, LiveSecond } from '@headroom/contract/live.ts';

type EventOf<K extends LiveEvent['kind']> = Extract<LiveEvent, { kind: K }>;
export type Trial = Omit<EventOf<'trial'>, 'kind'>;
export type EndedTrial = Omit<EventOf<'trial-ended'>, 'kind'>;
export type LogLine = Omit<EventOf<'log'>, 'kind'>;
export type End = Omit<EventOf<'ended'>, 'kind'>;

/** An event as it came: its id rises by one within the life of a server. */
export interface Received {
  readonly id: number;
  readonly event: LiveEvent;
}

/** The run in hand, or the last one of this server, as far as the page has been told of it. */
export interface LiveState {
  readonly startedId: number | null;
  readonly lastId: number;
  readonly run: CurrentRun | null;
  readonly trial: Trial | null;
  /** Instant of the first second of the trial in hand. */
  readonly trialSince: number | null;
  readonly isTrialOver: boolean;
  readonly trialsEnded: readonly EndedTrial[];
  readonly seconds: readonly LiveSecond[];
  /** The number of users that was asked for last of a load that takes changes; null where nothing told it. */
  readonly usersAsked: number | null;
  readonly log: readonly LogLine[];
  readonly end: End | null;
  /** The latest change worth telling somebody who does not see the page. */
  readonly news: string;
}

/** A page that was told nothing yet. */
export const nothingYet: LiveState = {
  startedId: null,
  lastId: -1,
  run: null,
  trial: null,
  trialSince: null,
  isTrialOver: false,
  trialsEnded: [],
  seconds: [],
  usersAsked: null,
  log: [],
  end: null,
  news: '',
};

/** What the page keeps at most: two hours of seconds, and as many lines as anybody scrolls through. */
export const most = { seconds: 7200, logLines: 2000 } as const;

/**
 * The state after some more events, in the order they came. What came before is left out; `started` begins anew when
 * it is of another run or of another life of the server, whatever its id.
 */
export function receive(state: LiveState, received: readonly Received[]): LiveState {
  if (received.length === 0) return state;
  // Copied once for all of them: a page that is loaded late gets thousands at once.
  let draft = draftOf(state);
  for (const { id, event } of received) {
    if (event.kind === 'started') {
      if (id === draft.startedId && event.run.runId === draft.run?.runId) continue;
      draft = { ...draftOf(nothingYet), startedId: id };
    } else if (id <= draft.lastId) continue;
    draft.lastId = id;
    apply(draft, event);
  }
  draft.seconds.splice(0, draft.seconds.length - most.seconds);
  draft.log.splice(0, draft.log.length - most.logLines);
  return draft;
}

/** Whether a run is in hand. */
export const isRunning = ({ run, end }: LiveState): boolean => run !== null && end === null;

/** Whether a load goes on whose users can be changed. */
export const isLoadSteered = ({ trial, isTrialOver, end }: LiveState): boolean =>
  trial?.canChangeUsers === true && !isTrialOver && end === null;

/** The latest second of what runs; a load that is steered goes on from trial to trial, any other begins anew. */
export function latestOf({
  trial,
  trialSince,
  isTrialOver,
  seconds,
  end,
}: LiveState): LiveSecond | undefined {
  const isBetween = trial?.canChangeUsers === false && (trialSince === null || isTrialOver);
  return isBetween && end === null ? undefined : seconds.at(-1);
}

/** How many users were asked for last, else how many there are; null before the first second. */
export const usersOf = ({ usersAsked, seconds }: LiveState): number | null =>
  usersAsked ?? seconds.at(-1)?.users ?? null;

type Draft = { -readonly [K in keyof LiveState]: LiveState[K] } & {
  trialsEnded: EndedTrial[];
  seconds: LiveSecond[];
  log: LogLine[];
};

const draftOf = (state: LiveState): Draft => ({
  ...state,
  trialsEnded: [...state.trialsEnded],
  seconds: [...state.seconds],
  log: [...state.log],
});

function apply(draft: Draft, event: LiveEvent): void {
  switch (event.kind) {
    case 'started':
      draft.run = event.run;
      draft.news = `Started: ${event.run.words}.`;
      return;
    case 'trial':
      draft.trial = event;
      draft.trialSince = null;
      draft.isTrialOver = false;
      draft.news = event.of > 1 ? `Trial ${event.place} of ${event.of}: ${event.words}.` : draft.news;
      return;
    case 'second':
      draft.seconds.push(event.second);
      draft.trialSince ??= event.second.atSeconds;
      return;
    case 'users':
      // A lone user after the load is nobody's wish.
      if (draft.trial?.canChangeUsers) draft.usersAsked = event.users;
      draft.news = event.words;
      return;
    case 'trial-ended':
      draft.isTrialOver = true;
      draft.trialsEnded.push(event);
      draft.news = event.words;
      return;
    case 'log':
      draft.log.push(event);
      return;
    case 'ended':
      draft.end = event;
      draft.news = event.words;
      return;
    default:
      // A newer lab may tell what this page knows nothing of.
      event satisfies never;
  }
}
