/** What a reader has to know before believing a probe. */
export interface ProbeWarning {
  readonly code: string;
  readonly message: string;
}
