/**
 * Every error that the lab can report, by code. `exitCode` is the one of the command that stops on it;
 * `null` marks the fate of a single trial, which is excluded with its reason while the run goes on.
 * docs/errors.md lists the same codes; a test keeps the two in step.
 */
export const errorCatalogue = {
  BENCH_USAGE_INVALID: { exitCode: 2, meaning: 'The command line has an unknown command, flag or argument.' },

  BENCH_CONFIG_UNREADABLE: { exitCode: 2, meaning: 'A configuration file cannot be loaded.' },
  BENCH_CONFIG_UNKNOWN_KEY: { exitCode: 2, meaning: 'The configuration has a key that does not exist.' },
  BENCH_CONFIG_INVALID: { exitCode: 2, meaning: 'A setting has a value outside what is allowed.' },
  BENCH_CONFIG_UNKNOWN_NAME: {
    exitCode: 2,
    meaning: 'A preset, subject, endpoint or runtime is named that does not exist.',
  },

  BENCH_TOOLS_K6_UNUSABLE: { exitCode: 3, meaning: 'The k6 that was named cannot be used.' },
  BENCH_TOOLS_K6_MISSING: { exitCode: 3, meaning: 'No usable k6 was found, downloaded or built.' },
  BENCH_TOOLS_SERVICE_MISSING: {
    exitCode: 3,
    meaning: 'What a service behind the subjects takes (PostgreSQL, Valkey or Redis) is not installed.',
  },
  BENCH_TOOLS_SERVICE_UNUSABLE: {
    exitCode: 3,
    meaning: 'A service behind the subjects cannot be started on this machine.',
  },
  BENCH_TOOLS_PYTHON_MISSING: { exitCode: 3, meaning: 'FastAPI lacks a Python with its packages.' },

  BENCH_PREFLIGHT_FAILED: { exitCode: 3, meaning: 'This machine cannot measure as it is now.' },
  BENCH_PREFLIGHT_RUNTIME: { exitCode: 3, meaning: 'The runtime that was asked for is not available.' },
  BENCH_PREFLIGHT_COMPOSE: { exitCode: 3, meaning: 'The containers of the lab do not come up.' },
  BENCH_PREFLIGHT_IMAGE: { exitCode: 3, meaning: 'A container image can neither be pulled nor built.' },
  BENCH_PREFLIGHT_BUSY: { exitCode: 3, meaning: 'Another run is using this lab.' },
  BENCH_PREFLIGHT_BUILD: {
    exitCode: 3,
    meaning: 'The service has not been built, or its program is missing.',
  },

  BENCH_RESULTS_NOT_WRITABLE: {
    exitCode: 3,
    meaning: 'The results folder, or what a result is to go to, cannot be written.',
  },
  BENCH_RESULTS_UNREADABLE: { exitCode: 3, meaning: 'Something in the results folder cannot be read.' },
  BENCH_RESULTS_DISK_FULL: { exitCode: 3, meaning: 'The disk is full.' },
  BENCH_RESULTS_RUN_NOT_FOUND: { exitCode: 2, meaning: 'The named run is not in the results folder.' },
  BENCH_RESULTS_DAMAGED: { exitCode: 2, meaning: 'A stored run cannot be read.' },
  BENCH_RESULTS_VERSION: { exitCode: 2, meaning: 'A stored run is of another version of the schema.' },
  BENCH_RESULTS_UNTRUSTED: {
    exitCode: 2,
    meaning: 'A stored run would start, load or write what is not of the present settings.',
  },

  BENCH_COMPARE_NO_PAIR: { exitCode: 2, meaning: 'A run was measured alone, and no other is named.' },
  BENCH_COMPARE_NO_COMMON_CELL: { exitCode: 2, meaning: 'Two runs have no cell in common.' },
  BENCH_COMPARE_DIFFERENT: {
    exitCode: 2,
    meaning: 'Two runs differ in what would be taken for a change of the service.',
  },
  BENCH_COMPARE_GATE: { exitCode: 1, meaning: 'A gate of a comparison failed, or cannot be decided.' },

  BENCH_SERVE_BUSY: { exitCode: 3, meaning: 'The live page has a run in hand already.' },
  BENCH_SERVE_NOT_RUNNING: { exitCode: 2, meaning: 'The live page has no run in hand.' },
  BENCH_SERVE_FIXED_USERS: {
    exitCode: 2,
    meaning: 'The number of users of a run of a preset cannot be changed.',
  },
  BENCH_SERVE_REFUSED: { exitCode: 2, meaning: 'A request to the live page is not allowed.' },
  BENCH_SERVE_NOT_FOUND: { exitCode: 2, meaning: 'The live page has no such address.' },
  BENCH_SERVE_PORT_TAKEN: { exitCode: 3, meaning: 'The port of the live page is taken.' },
  BENCH_SERVE_NOT_BUILT: { exitCode: 3, meaning: 'The live page has not been built.' },

  BENCH_PROBE_HOST_NOT_ALLOWED: {
    exitCode: 2,
    meaning: 'A probe was asked to load a host that is not this machine.',
  },
  BENCH_PROBE_NO_ANSWER: {
    exitCode: 3,
    meaning: 'The target of a probe does not answer, or not to its end.',
  },
  BENCH_PROBE_WRONG_ANSWER: {
    exitCode: 3,
    meaning: 'The target of a probe gives another answer than expected.',
  },
  BENCH_PROBE_TARGET_FAILING: {
    exitCode: 3,
    meaning: 'The target of a probe failed most requests for ten seconds.',
  },

  BENCH_CLAIMS_FAILED: { exitCode: 1, meaning: 'A claim that was made a gate does not hold.' },
  BENCH_RUN_CELLS_FAILED: { exitCode: 4, meaning: 'None of the requests of a planned cell was right.' },
  BENCH_RUN_CELLS_MISSING: { exitCode: 4, meaning: 'A planned cell has no measured trial.' },
  BENCH_RUN_ENGINE_GONE: { exitCode: 3, meaning: 'The container engine stopped answering in mid-run.' },
  BENCH_RUN_INTERRUPTED: { exitCode: 130, meaning: 'The run was stopped by a signal and can be resumed.' },

  BENCH_SUBJECT_PORT_TAKEN: { exitCode: null, meaning: 'A port of the subject was taken during the run.' },
  BENCH_SUBJECT_CRASHED: { exitCode: null, meaning: 'The subject ended before it was ready.' },
  BENCH_SUBJECT_NOT_READY: { exitCode: null, meaning: 'The subject never became ready.' },
  BENCH_SUBJECT_EXITED: { exitCode: null, meaning: 'The subject ended during the trial.' },
  BENCH_BACKING_NOT_READY: {
    exitCode: null,
    meaning: 'A service behind the subject (upstream, PostgreSQL, Redis) did not start.',
  },
  BENCH_SUBJECT_WRONG_ANSWER: { exitCode: null, meaning: 'The endpoint did not give the expected answer.' },
  BENCH_GENERATOR_KILLED: { exitCode: null, meaning: 'k6 was ended by a signal.' },
  BENCH_GENERATOR_STOPPED: {
    exitCode: null,
    meaning: 'k6 stood still for some seconds of the load.',
  },
  BENCH_GENERATOR_FAILED: { exitCode: null, meaning: 'k6 could not be started or ended with an error.' },
  BENCH_GENERATOR_TIMED_OUT: { exitCode: null, meaning: 'k6 did not end in time.' },
  BENCH_GENERATOR_UNREADABLE: { exitCode: null, meaning: 'What k6 wrote cannot be understood.' },
  BENCH_TRIAL_CLOCK_SET: {
    exitCode: null,
    meaning: 'The clock that a trial goes by was set while it lasted.',
  },
  BENCH_TRIAL_SUSPENDED: { exitCode: null, meaning: 'The machine slept during the trial.' },
  BENCH_TRIAL_UNANSWERED: {
    exitCode: null,
    meaning: 'Requests are never answered, though others before them were answered soon.',
  },
  BENCH_TRIAL_NO_ANSWER: { exitCode: null, meaning: 'No request ended inside the window.' },
  BENCH_TRIAL_CUT_SHORT: {
    exitCode: null,
    meaning: 'The trial was ended before its window had opened for a second.',
  },
  BENCH_TRIAL_INTERRUPTED: { exitCode: null, meaning: 'The trial was stopped by a signal.' },

  BENCH_INTERNAL_DEFECT: { exitCode: 70, meaning: 'A defect of the lab itself.' },
} as const satisfies Record<`BENCH_${string}`, { exitCode: number | null; meaning: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** An error from the catalogue. The message names the value, what was expected, and what to do. */
export class BenchError extends Error {
  override readonly name = 'BenchError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
