import type { Warning } from '@headroom/contract/report.ts';

/** Marks of a probe beside those of its levels; docs/marks.md says of each when it is set. */
export const probeMarks = [
  'not-at-rest',
  'others-at-work',
  'machine-full',
  'large-answers',
  'metrics-silent',
  'time-limit',
  'generator-stopped',
  'not-measured',
] as const;

/** What a reader has to know before believing a probe. */
export interface ProbeWarning {
  readonly code: Warning['code'] | (typeof probeMarks)[number];
  readonly message: string;
}
