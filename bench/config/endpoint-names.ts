import { BenchError } from '@headroom/contract/errors.ts';
import { findEndpoint, isLabSubject, parametersInWords } from '@headroom/contract/routes.ts';
import type { SubjectSettings } from './bench-config.ts';
import { known } from './known.ts';
import { endpointPaths, subjectNames } from './options.ts';

type Own = SubjectSettings['own'];

/** Whether a subject, of the lab's or of the user's own, has an endpoint of that name. */
export function serves(subject: string, path: string, own: Own): boolean {
  if (isLabSubject(subject)) return findEndpoint(path)?.subjects.includes(subject) ?? false;
  return own[subject]?.endpoints.some((endpoint) => endpoint.path === path) ?? false;
}

/** The subjects that have an endpoint of that name. */
export const servingSubjects = (path: string, own: Own): string[] =>
  [...subjectNames, ...Object.keys(own)].filter((subject) => serves(subject, path, own));

/**
 * An endpoint of one of these subjects: of the user's own by its name, of the lab's a path, or a listed one with
 * parameters that leave its answer as it is.
 * @throws BenchError BENCH_CONFIG_UNKNOWN_NAME, or BENCH_CONFIG_INVALID for parameters that it does not take
 */
export function knownEndpoint(path: string, subjects: readonly string[], own: Own): string {
  const ofOwn = subjects.flatMap((subject) => own[subject]?.endpoints.map((endpoint) => endpoint.path) ?? []);
  if (ofOwn.includes(path)) return path;
  if (!subjects.some(isLabSubject)) return known('endpoint', path, ofOwn);
  const found = findEndpoint(path);
  if (found !== undefined) return found.path;
  const parameters = path.includes('?') ? parametersInWords(path) : null;
  if (parameters === null) return known('endpoint', path, [...new Set([...ofOwn, ...endpointPaths])]);
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `endpoint ${JSON.stringify(path)}: expected as parameters, each at most once, ${parameters}, as in ${path.split('?')[0]}?${parameters.split(' ')[0]}=1.`,
  );
}
