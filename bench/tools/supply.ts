import { join } from 'node:path';
import { repositoryRoot } from '../config/repository-root.ts';
import { type K6Release, pinnedRelease } from './k6-release.ts';

/** How long each step towards a k6 may take. All in seconds. */
export interface Limits {
  readonly versionSeconds: number;
  readonly connectSeconds: number;
  /** From the request to the first byte of the answer. */
  readonly answerSeconds: number;
  /** Between two pieces of a download. */
  readonly idleSeconds: number;
  readonly downloadSeconds: number;
  readonly buildSeconds: number;
}

/** What k6 is got from, and with how much patience. */
export interface Supply {
  readonly release: K6Release;
  /** The folder of the Go module that pins the same k6. */
  readonly goModule: string;
  readonly limits: Limits;
}

export const pinnedSupply: Supply = {
  release: pinnedRelease,
  goModule: join(repositoryRoot, 'tools'),
  limits: {
    versionSeconds: 10,
    connectSeconds: 5,
    answerSeconds: 15,
    idleSeconds: 20,
    downloadSeconds: 600,
    buildSeconds: 1200,
  },
};
