import type { Verdict, VerdictLevel } from '@headroom/contract/verdict.ts';
import { isClosed, loadOf } from '../model/level.ts';
import { levelInWords } from '../words/in-words.ts';
import { whyUnfit } from './fitness.ts';
import type { Match, MeasuredCell } from './measured-cell.ts';
import { judgeLevel } from './verdict-level.ts';
import { adviceOn, sentenceOn } from './verdict-words.ts';
import { type Ways, waysOf } from './ways.ts';

interface Contest {
  readonly ways: Ways;
  readonly matches: readonly Match[];
  readonly leftOut: readonly string[];
}

/**
 * For each workload of each subject that was measured in a blocking and in another way: which one to choose, by
 * how much, and from which level on. Cells that are unfit take no part and are named.
 */
export function verdicts(measured: readonly MeasuredCell[]): Verdict[] {
  return waysOf(measured.map(({ cell }) => cell))
    .flatMap((ways) => [false, true].map((open) => contestOf(ways, measured, open)))
    .filter(({ matches, leftOut }) => matches.length + leftOut.length > 0)
    .map(verdictOf);
}

/** @param open in the open model, at the same offered rate; else in the closed one, at the same users */
function contestOf(ways: Ways, measured: readonly MeasuredCell[], open: boolean): Contest {
  const of = (endpoint: string) =>
    measured
      .filter(({ cell }) => cell.subject === ways.subject && cell.endpoint === endpoint)
      .filter(({ cell }) => isClosed(cell) !== open)
      .sort((a, b) => loadOf(a.cell) - loadOf(b.cell));
  const others = of(ways.other);
  const matches = of(ways.plain).flatMap((plain) => {
    const other = others.find(({ cell }) => loadOf(cell) === loadOf(plain.cell));
    return other ? [{ plain, other }] : [];
  });
  const reasonsOf = ({ plain, other }: Match) => [plain, other].flatMap(({ cell }) => reasonOf(cell) ?? []);
  return {
    ways,
    matches: matches.filter((match) => reasonsOf(match).length === 0),
    leftOut: matches.flatMap(reasonsOf),
  };
}

function reasonOf(cell: MeasuredCell['cell']): string | null {
  const reason = whyUnfit(cell);
  return reason === null ? null : `${cell.endpoint} at ${levelInWords(cell)}: ${reason}`;
}

function verdictOf({ ways, matches, leftOut }: Contest): Verdict {
  const levels = matches.map(({ plain, other }) => judgeLevel(plain, other));
  const lastWithout = levels.findLastIndex(({ outcome }) => outcome !== 'other');
  const top = levels.at(-1);
  const topMatch = matches.at(-1);
  const found = {
    ...ways,
    outcome: top?.outcome ?? ('undecided' as const),
    provisional: top?.provisional ?? true,
    betterFrom: mapLevel(levels[lastWithout + 1]),
    notAt: mapLevel(levels[lastWithout]),
    levels,
    leftOut: [...leftOut],
  };
  return { ...found, sentence: sentenceOn(found, topMatch), advice: adviceOn(found, topMatch) };
}

function mapLevel(level: VerdictLevel | undefined): number | null {
  return level === undefined ? null : loadOf(level);
}
