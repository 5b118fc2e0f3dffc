import type { Cell, JudgedClaim } from '@headroom/contract/report.ts';

/** What a rule says, with the figures that it says it from in one line. */
export interface Judgement {
  readonly verdict: JudgedClaim['verdict'];
  readonly reason: string;
}

/** A cell of whichever subject is judged. */
export interface CellQuery {
  readonly endpoint: string;
  readonly vus: number;
}

/** What is known beside the cells. */
export interface Circumstances {
  /** CPUs that the subject may use. */
  readonly subjectCpus: number;
}

/** A sentence of the article, and the rule that turns measured cells into a verdict on it. */
export interface Claim {
  /** Stable, for gates and links. */
  readonly id: string;
  readonly sentence: string;
  /** The article's heading under which it stands. */
  readonly place: string;
  readonly needs: readonly CellQuery[];
  /** Gets the cells in the order of `needs`, all measured, of one subject. */
  readonly judge: (cells: readonly Cell[], circumstances: Circumstances) => Judgement;
}
