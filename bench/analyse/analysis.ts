import type { Capacity } from '@headroom/contract/capacity.ts';
import type { Reason } from '@headroom/contract/records.ts';
import type { ArticleRow, BreakEven, Cell } from '@headroom/contract/report.ts';
import type { Scaling } from '@headroom/contract/scaling.ts';
import type { Verdict } from '@headroom/contract/verdict.ts';
import type { Traces } from './traces.ts';

/** What a run's records say. Rendered by `report/`, which adds nothing of its own. */
export interface Analysis {
  readonly cells: readonly Cell[];
  readonly baselines: readonly Cell[];
  readonly excluded: readonly ExcludedTrial[];
  readonly articleTable: readonly ArticleRow[];
  readonly breakEvens: readonly BreakEven[];
  readonly verdicts: readonly Verdict[];
  readonly scaling: readonly Scaling[];
  readonly findings: readonly string[];
  /** For charts; no part of `report.json`. */
  readonly traces: Traces;
  readonly capacities: readonly Capacity[];
  /** From the start of the first load to the end of the last, Unix seconds; null when nothing was measured. */
  readonly span: { readonly from: number; readonly to: number } | null;
  /** What the dashboards lack of the run, in words. */
  readonly dashboardGaps: readonly string[];
  /** Trials of the plan that have not been run. */
  readonly pending: number;
  readonly missing: readonly Missing[];
  /** Cells that were measured, and none of whose requests was right. */
  readonly failing: readonly FailingCell[];
}

export interface FailingCell {
  /** As "nest /sync at 10 users". */
  readonly name: string;
  readonly requests: number;
}

export interface ExcludedTrial {
  readonly trialId: string;
  readonly reason: Reason;
}

/** What a run was to measure, and did not. */
export interface Missing {
  /** As "nest /sync at 10 users". */
  readonly name: string;
  /** The first trial of it that was excluded; null where none was run. */
  readonly excluded: ExcludedTrial | null;
}
