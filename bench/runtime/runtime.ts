import type { Trial } from '@headroom/contract/records.ts';
import type { TrialInput } from '@headroom/contract/trial-input.ts';

/** How a process ended. */
export interface Exit {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The last lines it wrote to its error stream or log. */
  readonly lastWords: string;
}

/** What the processes of a subject use. */
export interface Usage {
  /** Since each began; of those that have ended, what their parents have waited for. */
  readonly cpuSeconds: number;
  /** The sum over the processes: memory that they share counts once for each. */
  readonly residentBytes: number;
  /**
   * How long the kernel kept them from their CPUs because a quota was used up, all CPUs together, since their container
   * began; null where that is not known.
   */
  readonly throttledSeconds: number | null;
}

/** The most that a subject may use; null is no limit, or none that is known. */
export interface Limits {
  readonly cpus: number | null;
  readonly memoryBytes: number | null;
}

/** What is really sent in place of what the records say. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  /** Instead of the request's own. */
  readonly body?: string;
  /** With the query that no record holds. */
  readonly path?: string;
  /** What bystanders really ask for. */
  readonly bystanderUrl?: string;
  /** What a right answer is, or contains. */
  readonly lookedFor?: TrialInput['lookedFor'];
}

/** A server under test that answers requests. */
export interface RunningSubject {
  readonly baseUrl: string;
  /** What every request carries, and no record holds. */
  readonly credentials?: Credentials;
  /** The text of its metrics page; null where it has none. Rejects when it does not answer before the signal aborts. */
  readonly scrape: ((signal: AbortSignal) => Promise<string>) | null;
  readonly exited: Promise<Exit>;
  readonly limits: Limits;
  /** What all of its processes use now; null where the platform does not tell. */
  usage(): Usage | null;
  /** Ends it, in good order if it can; forced after a grace period. Safe to call twice. */
  stop(): Promise<void>;
}

/** A load generator carrying out one trial. */
export interface RunningGenerator {
  readonly exited: Promise<Exit>;
  /** CPU time used so far, in seconds; null where the platform does not tell. */
  cpuSeconds(): number | null;
  stop(): Promise<void>;
}

/** Where one trial keeps its files, all inside `folder`. */
export interface TrialFiles {
  readonly runId: string;
  readonly folder: string;
  readonly summary: string;
  /** One line a second, growing while the trial runs; in the generator's own form. */
  readonly series: string;
  readonly scrapes: string;
  /** What its users noted down. */
  readonly notes: string;
  readonly generatorLog: string;
  readonly subjectLog: string;
}

/**
 * A place where subjects and generators run. `native` starts child processes; others start containers.
 * Everything above this interface is the same for all of them.
 */
export interface Runtime {
  readonly name: 'native' | 'compose';
  /** What this platform does not let the lab control, in words; empty where all is controlled. */
  readonly notControlled: readonly string[];
  /** CPUs that the generator may use. */
  readonly generatorCpus: number;
  readonly clock: TrialClock;
  /** Starts a fresh subject and returns once it is ready. Rejects with a BenchError of BENCH_SUBJECT_*. */
  startSubject(trial: Trial, files: TrialFiles, signal: AbortSignal): Promise<RunningSubject>;
  /** Starts the load. Rejects with a BenchError of BENCH_GENERATOR_*. */
  startGenerator(trial: Trial, input: TrialInput, files: TrialFiles): Promise<RunningGenerator>;
  /** Takes down what was put up for the whole run. */
  close(): Promise<void>;
}

/** The clocks of this machine at one instant, in seconds. Only differences between two readings mean something. */
export interface ClockReading {
  /** What people and k6 go by; it can be set. */
  readonly wall: number;
  /** Nobody can set it, and it stands still while the machine sleeps. */
  readonly steady: number;
  /** The same, and it goes on while the machine sleeps; null where the platform has none. */
  readonly boot: number | null;
}

/** Time as the runtime sees it, in Unix seconds. */
export interface Clock {
  now(): number;
  /** Resolves after that long, or early when the signal aborts. */
  sleep(seconds: number, signal: AbortSignal): Promise<void>;
}

/** A clock by which trials are carried out. */
export interface TrialClock extends Clock {
  /** Sets it by the wall clock, as k6 does when it starts; in a trial it goes on whatever is done to that. */
  set(): void;
  read(): ClockReading;
}
