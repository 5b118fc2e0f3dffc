import type { Family } from '../family.ts';

/** What has to end, or to go, with the process that has it in its charge. */
export type Charge =
  | { readonly kind: 'family'; readonly family: Family }
  /** A file or folder of this process's own, which is removed. */
  | { readonly kind: 'path'; readonly path: string }
  /** What is said to `docker`, at the top of the repository, unless another process has the lab by then. */
  | { readonly kind: 'docker'; readonly command: DockerCommand };

/** Words, and variables over those of the shell. */
export interface DockerCommand {
  readonly words: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}
