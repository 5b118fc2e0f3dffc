import type { Usage } from '../../runtime.ts';

/** Tells what a container uses, until it is closed. */
export interface UsageMeter {
  /** What it uses now; null where that is not known, or not yet. */
  read(): Usage | null;
  close(): void;
}
