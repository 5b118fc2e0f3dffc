/** A level of load, and how its trials went. */
export interface Step {
  readonly level: number;
  readonly held: number;
  readonly broke: number;
  /** What was answered a second where that was the limit; null elsewhere. */
  readonly answeredRps: number | null;
  /** Even an unhurried request took longer than the service level allows: no lighter load can hold. */
  readonly hopeless: boolean;
}

export interface SearchRules {
  readonly first: number;
  readonly least: number;
  readonly most: number;
  readonly precisionShare: number;
  /** Trials that each end of the bracket is to have. */
  readonly repeats: number;
  /** Whether levels are whole numbers, as users are. */
  readonly whole: boolean;
}

/** Where the capacity lies, as far as the steps tell. */
export interface Bracket {
  /** The largest level at which most trials held, and the smallest at which they did not. */
  readonly held: Step | null;
  readonly broke: Step | null;
  /** The largest level that held in all its trials, and the smallest that broke in all of them. */
  readonly low: Step | null;
  readonly high: Step | null;
}

/** A search that has not ended by then is not going to. */
const mostSteps = 30;

/** By how much a bracket is widened at an end that is not unanimous. */
const widening = 1.1;

type Verdict = 'held' | 'broke' | 'open';

/** By majority; a tie at the full number of trials counts as broken, which errs on the safe side. */
function verdictOf({ held, broke }: Step, repeats: number): Verdict {
  if (held > broke) return 'held';
  if (broke > held) return 'broke';
  return held + broke >= repeats ? 'broke' : 'open';
}

/**
 * The bracket that the steps give, in whatever order they came. Where chance put a level that held above one that
 * broke, the lowest that broke counts.
 */
export function bracketOf(steps: readonly Step[], repeats: number): Bracket {
  const sorted = steps.toSorted((a, b) => a.level - b.level);
  const verdict = (step: Step) => verdictOf(step, repeats);
  const broke = sorted.find((step) => verdict(step) === 'broke') ?? null;
  const below = sorted.filter(({ level }) => broke === null || level < broke.level);
  const held = below.findLast((step) => verdict(step) === 'held') ?? null;
  const isWhole = ({ held: for_, broke: against }: Step) => for_ + against >= repeats;
  return {
    held,
    broke,
    low: below.findLast((step) => step.broke === 0 && isWhole(step)) ?? null,
    high:
      sorted.find((step) => step.held === 0 && isWhole(step) && step.level >= (broke?.level ?? step.level)) ??
      null,
  };
}

/**
 * The level to be tried next; null when the search is over. Doubles from the first level until one breaks (or halves
 * until one holds), then halves the bracket by its geometric mean until it is as narrow as asked. One trial decides a
 * step on the way, unless it contradicts another. Then both ends get their repeats; when the majority turns one over, the search goes on from there,
 * and while an end is not unanimous the bracket is widened to the next level that is. A function of the steps alone.
 */
export function nextLevel(steps: readonly Step[], rules: SearchRules): number | null {
  if (steps.length === 0) return rules.first;
  const undecided = steps.find((step) => verdictOf(step, rules.repeats) === 'open');
  if (undecided) return undecided.level;
  const { held, broke } = bracketOf(steps, rules.repeats);
  const next =
    doubted(steps, broke, rules) ??
    narrower(held, broke, rules) ??
    confirmed(held, broke, rules) ??
    widerBelow(steps, held, rules) ??
    widerAbove(steps, broke, rules);
  const isNew = steps.every(({ level }) => level !== next);
  return isNew && steps.length >= mostSteps ? null : next;
}

/** One that broke below one that held: chance put one of them there, and a search below it would be long. */
function doubted(steps: readonly Step[], broke: Step | null, rules: SearchRules): number | null {
  if (broke === null || broke.held + broke.broke >= rules.repeats) return null;
  const isContradicted = steps.some(
    (step) => step.level > broke.level && verdictOf(step, rules.repeats) === 'held',
  );
  return isContradicted ? broke.level : null;
}

function narrower(held: Step | null, broke: Step | null, rules: SearchRules): number | null {
  if (broke === null) {
    return held === null || held.level >= rules.most ? null : Math.min(rules.most, 2 * held.level);
  }
  if (held === null) return broke.hopeless || broke.level <= rules.least ? null : lighter(broke, rules);
  const isNarrow = broke.level <= held.level * (1 + rules.precisionShare);
  const mean = rounded(Math.sqrt(held.level * broke.level), rules.whole);
  const middle = rules.whole ? Math.max(held.level + 1, mean) : mean;
  return isNarrow || middle <= held.level || middle >= broke.level ? null : middle;
}

/** Half the load, or what was answered of it where that was less. */
function lighter({ level, answeredRps }: Step, { least, whole }: SearchRules): number {
  const answered = whole || answeredRps === null ? level : rounded(answeredRps, false);
  return Math.max(least, Math.min(rounded(level / 2, whole), answered));
}

/** An end of the bracket that has not had all its trials yet. */
function confirmed(held: Step | null, broke: Step | null, { repeats }: SearchRules): number | null {
  const short = [held, broke].find((step) => step !== null && step.held + step.broke < repeats);
  return short?.level ?? null;
}

/** The next level below an end that is not unanimous: the nearest that has only held, or a new one between. */
function widerBelow(steps: readonly Step[], held: Step | null, rules: SearchRules): number | null {
  if (held === null || held.broke === 0) return null;
  const below = steps.filter(({ level }) => level <= held.level).toSorted((a, b) => b.level - a.level);
  const clean = below.find(({ broke }) => broke === 0) ?? null;
  if (clean !== null && clean.held >= rules.repeats) return null;
  const edge = below.findLast(({ level }) => level > (clean?.level ?? 0))?.level ?? held.level;
  const between = Math.max(rules.least, rounded(edge / widening, rules.whole));
  if (between < edge && between > (clean?.level ?? 0)) return between;
  return clean?.level ?? null;
}

/** The same above. */
function widerAbove(steps: readonly Step[], broke: Step | null, rules: SearchRules): number | null {
  if (broke === null || broke.held === 0) return null;
  const above = steps.filter(({ level }) => level >= broke.level).toSorted((a, b) => a.level - b.level);
  const clean = above.find(({ held }) => held === 0) ?? null;
  if (clean !== null && clean.broke >= rules.repeats) return null;
  const edge = above.findLast(({ level }) => level < (clean?.level ?? Number.POSITIVE_INFINITY))?.level;
  const from = edge ?? broke.level;
  const between = Math.min(rules.most, rounded(from * widening, rules.whole, Math.ceil));
  if (between > from && between < (clean?.level ?? Number.POSITIVE_INFINITY)) return between;
  return clean?.level ?? null;
}

/** Three significant digits, which are finer than any bracket; users are whole. */
function rounded(level: number, whole: boolean, round: (value: number) => number = Math.round): number {
  if (whole) return Math.max(1, round === Math.ceil ? Math.ceil(level) : Math.floor(level));
  return Number(level.toPrecision(3));
}
