import { readdirSync, readFileSync } from 'node:fs';
import { errorCatalogue } from '@headroom/contract/errors.ts';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../bench/fixtures/eventually.ts';
import { type CarryOut, inThisProcess } from './carry-out.ts';
import type { Fault, Kind } from './fault.ts';
import { contentOf, makePlace, type Place } from './place.ts';
import { textPattern } from './text-pattern.ts';

/** A test for each fault of a kind. */
export function testFaults({ title, faults }: Kind, carryOut: CarryOut = inThisProcess): void {
  describe(title, () => {
    it.each(faults)('$fault: $code', (fault) => expectFault(fault, carryOut));
  });
}

/** Makes the fault, and demands what is said of it and what holds of all of them. */
async function expectFault(fault: Fault, carryOut: CarryOut): Promise<void> {
  const place = makePlace();
  try {
    const words = withResults(await fault.words(place), place);
    const [files, children] = [contentOf(place.folder), childrenOfThis()];
    const { exitCode, said, complaints } = await carryOut(words, place);
    const [line = ''] = complaints;

    expect(complaints, 'one complaint').toEqual([expect.stringMatching(/^BENCH_\w+: [^\n]+$/)]);
    expect(line, line).toMatch(patternOf(fault, place));
    if (fault.given !== null) expect(bare(line), 'names what was given').toContain(bare(fault.given));
    expect(line, 'says what was expected, or what to do').toMatch(
      /\b(expected|see|add|give|make|name|remove|set|use)\b/i,
    );
    expect(line, 'in words of its own').not.toMatch(/Invalid input|\[object |undefined|\bat .*:\d+:\d+/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may reach a terminal
    expect(line, 'nothing that a terminal obeys').not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    if (fault.hides !== undefined) expect(line).not.toContain(fault.hides);
    if (!fault.talks) expect(said, 'nothing on standard output').toEqual([]);
    expect(exitCode).toBe(fault.exitCode);
    expect(errorCatalogue[fault.code].exitCode, 'the exit code of the catalogue').toBe(fault.exitCode);

    expect(contentOf(place.folder), 'nothing written, nothing left').toEqual(files);
    // One that watches over others ends when they have.
    const came = () => childrenOfThis().filter((pid) => !children.includes(pid));
    await eventually(() => expect(came(), 'no process left').toEqual([]));
  } finally {
    await place.end();
  }
}

const withOut = [
  'run',
  'noise',
  'capacity',
  'compare',
  'resume',
  'report',
  'probe',
  'runs',
  'serve',
  'doctor',
];

/** With a results folder of the fault's own, so that no fault meets the results of a user. */
function withResults(words: readonly string[], { out }: Place): string[] {
  const [command = '', ...rest] = words;
  if (!withOut.includes(command) || words.includes('--out')) return [...words];
  return [command, '--out', out, ...rest];
}

function patternOf({ code, says }: Fault, { folder, out }: Place): RegExp {
  return textPattern(`${code}: ${says}`.replaceAll('{out}', out).replaceAll('{folder}', folder));
}

/** Without what may stand around a value. */
const bare = (text: string): string => text.replaceAll(/[\s"'`\\]/g, '');

/** The processes that this one has started and that are still there; none can be told where there is no /proc. */
function childrenOfThis(): string[] {
  try {
    return readdirSync('/proc/self/task').flatMap((thread) =>
      readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
    );
  } catch {
    return [];
  }
}
