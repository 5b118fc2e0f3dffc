import { readEnvironment } from '../bench/config/environment.ts';
import { findK6 } from '../bench/tools/find-k6.ts';

/** Prints where k6 is, after getting it if need be. */
const signal = new AbortController().signal;
const { path } = await findK6(readEnvironment(), { announce: (line) => console.error(line), signal });
console.log(path);
