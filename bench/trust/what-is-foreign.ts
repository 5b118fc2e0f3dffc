import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '@headroom/contract/manifest.ts';
import type { OwnSubject } from '@headroom/contract/own-subject.ts';
import type { BenchConfig } from '../config/bench-config.ts';
import { baseEntry } from '../prepare/base-build.ts';

/** The settings of whoever goes on with a run, by which services are started without asking. */
export type Present = Pick<BenchConfig, 'subjects' | 'base'>;

/** Longer command lines are shown by their beginning. */
const longestShown = 200;

/**
 * What a stored run would start that the present settings do not say, as it stands in a sentence. The lab's own services
 * by their settings are no matter: these are numbers. Values of variables are not shown.
 */
export function whatIsForeign({ subjects: { nest, own } }: Manifest, present: Present): string[] {
  const entry =
    nest.entry === null || isKnownEntry(nest.entry, present)
      ? []
      : [`nest by the file ${nest.entry} (neither nest.entry nor base names it)`];
  const services = Object.entries(own).flatMap(([name, subject]) => {
    const known = Object.hasOwn(present.subjects.own, name) ? present.subjects.own[name] : undefined;
    if (known === undefined) return [`${inWords(name, subject)} (the settings have no subjects.${name})`];
    const parts = differingParts(subject, known);
    return parts.length === 0
      ? []
      : [`${inWords(name, subject)} (${parts.join(', ')} of subjects.${name} differ)`];
  });
  return [...entry, ...services];
}

function isKnownEntry(entry: string, { subjects, base }: Present): boolean {
  return entry === subjects.nest.entry || (base !== null && entry === baseEntry(base));
}

function inWords(name: string, { start, environment }: OwnSubject): string {
  const what =
    start.kind === 'image'
      ? `the image ${start.image}`
      : `${inShort(JSON.stringify(start.command))} in ${start.folder}`;
  return `${name} by ${what} with the variables ${Object.keys(environment).join(', ') || 'of the shell alone'}`;
}

const inShort = (text: string): string =>
  text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;

/** As the settings call them. */
function differingParts(stored: OwnSubject, known: OwnSubject): string[] {
  const parts = (subject: OwnSubject): Record<string, unknown> => ({
    ...subject,
    ...subject.start,
    start: 0,
  });
  const [one, other] = [parts(stored), parts(known)];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  names.delete('kind');
  return [...names].filter((name) => !isDeepStrictEqual(one[name], other[name]));
}
