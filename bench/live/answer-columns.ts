import { answerFields } from '@headroom/contract/steering.ts';

/** One answer; instants are Unix seconds. */
export interface Answer {
  readonly askedAt: number;
  readonly endedAt: number;
  readonly seconds: number;
  readonly status: number;
}

/**
 * Answers in the order in which they were told of, as numbers side by side: an hour at thousands a second would not
 * fit into memory as objects.
 */
export interface AnswerColumns {
  /** Takes answers as a report has them, four numbers each. */
  push(numbers: readonly number[]): void;
  /** Those that pass. */
  filter(passes: (answer: Answer) => boolean): Answer[];
  /** Those that pass among the ones that may have ended between the two instants, found without a look at all. */
  filterBetween(from: number, to: number, passes: (answer: Answer) => boolean): Answer[];
  /** Each of them, as numbers: an object for each would take a while. */
  forEach(look: (endedAt: number, seconds: number, status: number) => void): void;
  /** Lets go of those that ended before that instant. */
  forgetBefore(instant: number): void;
}

/** Whoever reports last is at most so late, so that answers lie about in the order in which they ended. */
const latestReportSeconds = 10;

export function answerColumns(): AnswerColumns {
  let numbers = new Float64Array(1024 * answerFields);
  let length = 0;
  const answerAt = (i: number): Answer => {
    const [askedAt = 0, endedAt = 0, seconds = 0, status = 0] = numbers.subarray(
      i * answerFields,
      (i + 1) * answerFields,
    );
    return { askedAt, endedAt, seconds, status };
  };
  const endedAtOf = (i: number): number => numbers[i * answerFields + 1] ?? 0;

  const collect = (first: number, end: number, passes: (answer: Answer) => boolean): Answer[] => {
    const found: Answer[] = [];
    for (let i = first; i < end; i++) {
      const answer = answerAt(i);
      if (passes(answer)) found.push(answer);
    }
    return found;
  };
  /** About where those begin that ended after that instant. */
  const placeOf = (instant: number): number => {
    let [low, high] = [0, length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (endedAtOf(middle) < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    push(more) {
      const needed = length * answerFields + more.length;
      if (needed > numbers.length) {
        const wider = new Float64Array(Math.max(needed, numbers.length * 2));
        wider.set(numbers);
        numbers = wider;
      }
      numbers.set(more, length * answerFields);
      length += more.length / answerFields;
    },
    filter: (passes) => collect(0, length, passes),
    filterBetween: (from, to, passes) =>
      collect(placeOf(from - latestReportSeconds), placeOf(to + latestReportSeconds), passes),
    forEach(look) {
      for (let i = 0; i < length * answerFields; i += answerFields) {
        look(numbers[i + 1] ?? 0, numbers[i + 2] ?? 0, numbers[i + 3] ?? 0);
      }
    },
    forgetBefore(instant) {
      let kept = 0;
      for (let i = 0; i < length; i++) {
        if (endedAtOf(i) < instant) continue;
        numbers.copyWithin(kept * answerFields, i * answerFields, (i + 1) * answerFields);
        kept++;
      }
      length = kept;
    },
  };
}
