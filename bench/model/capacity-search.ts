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
 * step on the way. Then both ends get their repeats; when the majority turns one over, the search goes on from there,
 * and while an end is not unanimous the bracket is widened to the next level that is. A function of the steps alone.
 */
export function nextLevel(steps: readonly Step[], rules: SearchRules): number | null {
  if (steps.length === 0) return rules.first;
  const undecided = steps.find((step) => verdictOf(step, rules.repeats) === 'open');
  if (undecided) return undecided.level;
  const { held, broke } = bracketOf(steps, rules.repeats);
  const next =
    narrower(held, broke, rules) ??
    confirmed(held, broke, rules) ??
    widerBelow(steps, held, rules) ??
    widerAbove(steps, broke, rules);
  const isNew = steps.every(({ level }) => level !== next);
  return isNew && steps.length >= mostSteps ? null : next;
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

function widerBelow(steps: readonly Step[], held: Step | null, rules: SearchRules): number | null {
  if (held === null || held.broke === 0) return null;
  const below = steps.filter(({ level, broke }) => level < held.level && broke === 0);
  const next = below.reduce<Step | null>((a, b) => (a === null || b.level > a.level ? b : a), null);
  if (next !== null) return next.held < rules.repeats ? next.level : null;
  const lowest = Math.min(...steps.map(({ level }) => level));
  return lowest <= rules.least ? null : Math.max(rules.least, rounded(lowest / 1.2, rules.whole));
}

function widerAbove(steps: readonly Step[], broke: Step | null, rules: SearchRules): number | null {
  if (broke === null || broke.held === 0) return null;
  const above = steps.filter(({ level, held }) => level > broke.level && held === 0);
  const next = above.reduce<Step | null>((a, b) => (a === null || b.level < a.level ? b : a), null);
  if (next !== null) return next.broke < rules.repeats ? next.level : null;
  const highest = Math.max(...steps.map(({ level }) => level));
  return highest >= rules.most ? null : Math.min(rules.most, rounded(highest * 1.2, rules.whole, Math.ceil));
}

/** Three significant digits, which are finer than any bracket; users are whole. */
function rounded(level: number, whole: boolean, round: (value: number) => number = Math.round): number {
  if (whole) return Math.max(1, round === Math.ceil ? Math.ceil(level) : Math.floor(level));
  return Number(level.toPrecision(3));
}
