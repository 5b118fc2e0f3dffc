// What a worker thread can be asked for by name. Loaded in each thread, so it imports nothing of Nest.
export { countTo } from '../cpu/count.ts';
export { digestSync as digest } from '../hash/digest.ts';
export { findItem } from '../sqlite/find-item.ts';
