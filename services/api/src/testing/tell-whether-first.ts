// A worker of `node:cluster`, for the spec of `isFirstWorker`.
import { isFirstWorker } from '../cluster/worker-number.ts';

process.send?.(isFirstWorker());
