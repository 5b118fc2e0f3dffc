/** When the users of a trial make their first request, counted from the start of the load. */
export type UserStart =
  | { readonly kind: 'staggered'; readonly overSeconds: number }
  | { readonly kind: 'spawn-rate'; readonly usersPerSecond: number };

/** Think time between an answer and the next request, uniform between the two, in seconds. */
export interface ThinkTime {
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

/** Everything a generator needs to carry out one trial; handed over as one JSON value. */
export interface TrialInput {
  readonly trialId: string;
  readonly baseUrl: string;
  readonly method: string;
  readonly path: string;
  /** Sent with every request; may hold what no record may. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** A request is answered at once; a job is submitted by POST, and its result waited for where the answer says. */
  readonly kind: 'request' | 'job';
  readonly expectedStatus: number;
  /** Checked once before the load; null where any will do. */
  readonly expectedBody: string | null;
  /** What the answers that are looked into under load are held against; null is the kind of the one before the load. */
  readonly lookedFor: { readonly kind: 'exact' | 'contains'; readonly text: string } | null;
  readonly vus: number;
  /** Requests a second that are sent whatever is answered (the open model); null is the closed one. */
  readonly arrivalsPerSecond: number | null;
  readonly warmupSeconds: number;
  readonly durationSeconds: number;
  readonly thinkTime: ThinkTime;
  readonly start: UserStart;
  readonly requestTimeoutSeconds: number;
  /** Somebody else who asks for something cheap meanwhile, at a constant rate; null is nobody. */
  readonly bystander: { readonly url: string; readonly ratePerSecond: number } | null;
  readonly seed: number;
  /** What each user asks for before the load, on the connection that it keeps; null where the first request connects. */
  readonly connectUrl: string | null;
  /** Where its users are told to enter and to leave; null where the plan has fixed that. */
  readonly steeringUrl: string | null;
  readonly summaryPath: string;
}

/** How long before the load its users connect, where they do so before it; seconds. */
export const connectLeadSeconds = ({ connectUrl, vus }: Pick<TrialInput, 'connectUrl' | 'vus'>): number =>
  connectUrl === null ? 0 : 1 + vus / 50;

/** Later than this before the end of the load, and a request that is due may or may not be sent. */
const edgeSeconds = 0.001;

/** How many requests are due in the first `seconds` of a load of constant arrivals, the first of them at once. */
export function arrivalsDue(arrivalsPerSecond: number, seconds: number): number {
  return Math.max(0, Math.ceil((seconds - edgeSeconds) * arrivalsPerSecond));
}

/** The environment variable that says in how many further ones the JSON of a {@link TrialInput} is. */
const countVariable = 'HEADROOM_TRIAL';
const partVariable = (index: number): string => `${countVariable}_${index + 1}`;

/** Linux takes 128 KiB a variable, and a character may have four bytes. */
const parts = /.{1,30000}/gsu;

/**
 * The environment variables that carry a trial to its generator. Several, because one holds too little for the largest
 * body; and no file, which would outlast whoever is killed, with the secrets of its headers.
 */
export function trialVariables(input: TrialInput): Record<string, string> {
  const texts = JSON.stringify(input).match(parts) ?? [];
  const variables = texts.map((text, index) => [partVariable(index), text] as const);
  return { [countVariable]: String(texts.length), ...Object.fromEntries(variables) };
}

/** The trial that {@link trialVariables} has put into an environment; null where there is none. */
export function trialIn(environment: Readonly<Record<string, string | undefined>>): TrialInput | null {
  const count = Number(environment[countVariable] ?? 0);
  const texts = Array.from({ length: count }, (_, index) => environment[partVariable(index)]);
  return count === 0 ? null : JSON.parse(texts.join(''));
}

/** Logged by the generator, before the JSON of a {@link WrongAnswer}, when the answer is not the expected one. */
export const wrongAnswerMark = 'HEADROOM_WRONG_ANSWER ';

export interface WrongAnswer {
  readonly url: string;
  readonly status: number;
  /** Null where any will do. */
  readonly body: string | null;
  readonly error: string;
  readonly expectedStatus: number;
  readonly expectedBody: string | null;
}

/**
 * Seconds from the start of the load to the first request of user `index` (from 0).
 * Staggered users are spread evenly over one cycle, so that they do not move in phase.
 */
export function startOffsetSeconds(start: UserStart, index: number, vus: number): number {
  switch (start.kind) {
    case 'staggered':
      return (start.overSeconds * index) / vus;
    case 'spawn-rate':
      return index / start.usersPerSecond;
    default:
      return start satisfies never;
  }
}
