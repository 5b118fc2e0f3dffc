import { metricNames as names } from '@headroom/contract/metric-names.ts';
import type { Metric } from './metric.ts';

/** One metric of a page. `samples` are by name and labels as the page writes them. */
interface Family {
  readonly help: string;
  readonly type: Metric['type'];
  readonly samples: ReadonlyMap<string, number>;
}

/** A metrics page by the names of its metrics. */
export type Page = ReadonlyMap<string, Family>;

type Merge = (values: readonly number[]) => number;

const sum: Merge = (values) => values.reduce((total, value) => total + value, 0);
const mean: Merge = (values) => sum(values) / values.length;
const least: Merge = (values) => Math.min(...values);
const most: Merge = (values) => Math.max(...values);

/**
 * What the gauges of several processes are together, if not their sum. What a request may have to wait for is that
 * of the loop which is worst off: a mean over eight loops would hide the one that stands still.
 */
const gaugeMerges: Readonly<Record<string, Merge>> = {
  [names.stallCurrent]: most,
  // The share of all loops' time: as if it were one loop that does the work of all.
  [names.utilization]: mean,
  [names.loopLag]: most,
  nodejs_eventloop_lag_min_seconds: least,
  nodejs_eventloop_lag_max_seconds: most,
  // Of about as many beats each, but for a loop that was blocked.
  nodejs_eventloop_lag_mean_seconds: mean,
  // These cannot be had from those of the parts, so they are of the worst one.
  nodejs_eventloop_lag_stddev_seconds: most,
  nodejs_eventloop_lag_p50_seconds: most,
  nodejs_eventloop_lag_p90_seconds: most,
  nodejs_eventloop_lag_p99_seconds: most,
  process_start_time_seconds: least,
  nodejs_version_info: most,
};

/** The metrics whose values only grow: counters and histograms. */
const counts = ({ type }: Family): boolean => type !== 'gauge';

/**
 * Merges pages into one with the same names and labels. Counters and histograms are added up over all of them;
 * gauges are only those of `current`, merged as `gaugeMerges` says.
 */
export function mergePages(current: readonly Page[], past: readonly Page[]): Page {
  const all = [...current, ...past];
  const names = new Set(all.flatMap((page) => [...page.keys()]));
  const familiesOf = (name: string, pages: readonly Page[]) => pages.flatMap((page) => page.get(name) ?? []);
  return new Map(
    [...names].flatMap((name): [string, Family][] => {
      const counted = familiesOf(name, all).some(counts);
      const families = familiesOf(name, counted ? all : current);
      const [first] = families;
      if (first === undefined) return [];
      return [[name, mergeFamilies(first, families, counted ? sum : (gaugeMerges[name] ?? sum))]];
    }),
  );
}

/**
 * `next` with no count below that of `shown`. Numbers that are added up in another order, as they are once a worker
 * has ended, may differ in the last digit, and to Prometheus a counter that steps back has started again from 0.
 */
export function neverBack(shown: Page, next: Page): Page {
  return new Map(
    [...next].map(([name, family]) => {
      const before = shown.get(name);
      return [name, before && counts(family) ? mergeFamilies(family, [before, family], most) : family];
    }),
  );
}

function mergeFamilies({ help, type }: Family, families: readonly Family[], merge: Merge): Family {
  const valuesOf = new Map<string, number[]>();
  for (const { samples } of families) {
    for (const [series, value] of samples) {
      const values = valuesOf.get(series);
      if (values === undefined) valuesOf.set(series, [value]);
      else values.push(value);
    }
  }
  return { help, type, samples: new Map([...valuesOf].map(([series, values]) => [series, merge(values)])) };
}

/** Reads a page as prom-client writes it: the lines of a metric in one piece, after its help and type. */
export function parsePage(text: string): Page {
  const page = new Map<string, Family>();
  let help = '';
  let samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    const comment = /^# (?<kind>HELP|TYPE) (?<name>\S+) (?<text>.*)$/.exec(line)?.groups;
    if (comment?.kind === 'HELP') {
      help = comment.text ?? '';
    } else if (comment !== undefined) {
      samples = new Map();
      page.set(comment.name ?? '', { help, type: comment.text as Metric['type'], samples });
    } else if (line !== '') {
      const end = line.lastIndexOf(' ');
      samples.set(line.slice(0, end), Number(line.slice(end + 1)));
    }
  }
  return page;
}

/** Writes a page in Prometheus' text format. */
export function writePage(page: Page): string {
  const families = [...page].map(([name, { help, type, samples }]) =>
    [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${type}`,
      ...[...samples].map(([series, value]) => `${series} ${value}`),
    ].join('\n'),
  );
  return `${families.join('\n\n')}\n`;
}
