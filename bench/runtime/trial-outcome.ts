import type { Reason, Trial } from '@headroom/contract/records.ts';
import type { TrialFiles, Usage } from './runtime.ts';

/** What is seen of subject and generator at one instant of a trial; Unix time. */
export interface Look {
  readonly atSeconds: number;
  readonly generatorCpuSeconds: number | null;
  /** Of those who may use the generator's CPUs beside it; null or absent where that is not known. */
  readonly othersCpuSeconds?: number | null;
  /** What the subject's processes use; null where the platform does not tell. */
  readonly usage: Usage | null;
}

/** A look, and what the subject said of itself then. */
export interface Sample extends Look {
  /** Whether there was a metrics page to ask for. */
  readonly asked: boolean;
  /** The metrics page, or null when it did not answer. */
  readonly metrics: string | null;
  readonly scrapeSeconds: number | null;
}

/** What came of a trial. Only a completed one has files worth reading. */
export type TrialOutcome =
  | {
      readonly state: 'completed';
      readonly trial: Trial;
      readonly files: TrialFiles;
      readonly samples: readonly Sample[];
      /** From the start of the generator until it had ended; Unix time of the runner's clock. */
      readonly span: { readonly from: number; readonly to: number };
      /** What the subject used when it was ready and nobody asked it anything. */
      readonly idle: Usage | null;
      readonly generatorCpus: number;
    }
  | { readonly state: 'failed'; readonly trial: Trial; readonly reason: Reason }
  | { readonly state: 'aborted'; readonly trial: Trial };
