import { isBimodal } from '../statistics/bimodality.ts';
import { blocksOf } from '../statistics/blocks.ts';
import { hasDrift } from '../statistics/drift.ts';
import { drawFamilyOfEquals, drawPair, drawsOf } from '../statistics/fixtures/draw-samples.ts';
import { medianInterval } from '../statistics/median-interval.ts';
import { outlierIndices } from '../statistics/outliers.ts';
import { permutationTest } from '../statistics/permutation-test.ts';
import { ratioInterval } from '../statistics/ratio-interval.ts';
import { steadiness } from '../statistics/steady-state.ts';
import { testFamily } from '../statistics/test-family.ts';

/**
 * How often the statistics err, by simulation: the figures of docs/statistics.md. Arguments: how many simulations
 * (20,000; about 6 minutes) and the seed (1).
 */
const simulations = Number(process.argv[2] ?? 20_000);
const seed = Number(process.argv[3] ?? 1);
const draws = drawsOf(seed);
console.log(`${simulations} simulations, seed ${seed}`);

/** In how many of a hundred simulations a statement holds. */
function rate(holds: () => boolean, count = simulations): string {
  let times = 0;
  for (let i = 0; i < count; i++) if (holds()) times++;
  return `${((100 * times) / count).toFixed(1)} %`;
}

function row(name: string, cells: Record<string, string>): void {
  const columns = Object.entries(cells).map(([heading, cell]) => `${heading}: ${cell}`);
  console.log(`  ${name.padEnd(44)} ${columns.join('   ')}`);
}

const draw = <T>(count: number, value: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => value(index));
/** A value a number of repeats. */
const over = (counts: readonly number[], cell: (count: number) => string) =>
  Object.fromEntries(counts.map((count) => [`${count}`, cell(count)]));

function comparisons(): void {
  console.log('\nA against A: a false alarm anywhere in the family, at the 5 % level');
  const alarms = (pairs: ReturnType<typeof drawFamilyOfEquals>) =>
    testFamily(pairs).some(({ change }) => change === 'higher' || change === 'lower');
  row('mixed, as in error-rates.test.ts', { '': rate(() => alarms(drawFamilyOfEquals(draws))) });
  for (const paired of [true, false])
    for (const cells of [1, 8])
      for (const drift of paired ? [0, 0.15, 0.3] : [0])
        row(
          `${paired ? 'in turns' : 'apart'}, ${cells} cells, drift ${100 * drift} %`,
          over([7, 8, 10, 12], (repeats) =>
            rate(
              () =>
                alarms(
                  draw(cells, () => 0).map(() => drawPair(draws, { repeats, paired, noise: 0.05, drift })),
                ),
              simulations / 4,
            ),
          ),
        );
  console.log('\nA true change of 10 % found');
  for (const noise of [0.05, 0.1, 0.2])
    for (const paired of [true, false])
      row(`noise ${100 * noise} %, ${paired ? 'in turns' : 'apart'}`, {
        '10 repeats, 1 cell': rate(() => found({ cells: 1, repeats: 10, noise, paired, drift: 0 })),
        'with 15 % drift': paired
          ? rate(() => found({ cells: 1, repeats: 10, noise, paired, drift: 0.15 }))
          : '-',
        '12 repeats, 1 of 8 cells': rate(
          () => found({ cells: 8, repeats: 12, noise, paired, drift: 0 }),
          simulations / 2,
        ),
      });
}

function found(setting: { cells: number; repeats: number; noise: number; paired: boolean; drift: number }) {
  const pairs = draw(setting.cells, () => 0).map((_, cell) =>
    drawPair(draws, { ...setting, ratio: cell === 0 ? 1.1 : 1 }),
  );
  return testFamily(pairs)[0]?.change === 'higher';
}

function intervals(): void {
  console.log('\nTrue values covered by intervals at 95 %, noise 5 %');
  const counts = [6, 10, 12, 20];
  const covers = (interval: { low: number; high: number } | null) =>
    interval !== null && interval.low <= 1 && 1 <= interval.high;
  row(
    'median',
    over(counts, (count) =>
      rate(() => covers(medianInterval(draw(count, () => Math.exp(0.05 * draws.normal()))))),
    ),
  );
  for (const { paired, drift } of [
    { paired: false, drift: 0 },
    { paired: true, drift: 0 },
    { paired: true, drift: 0.1 },
    { paired: true, drift: 0.3 },
  ])
    row(
      `ratio of medians, ${paired ? 'in turns' : 'apart'}, drift ${100 * drift} %`,
      over(counts, (repeats) =>
        rate(() => {
          const { base, head } = drawPair(draws, { repeats, paired, noise: 0.05, drift });
          return covers(ratioInterval(blocksOf(base, head, paired), draws.whole(0, 2 ** 31)));
        }, simulations / 5),
      ),
    );
}

function singleSamples(): void {
  console.log('\nWarnings about one sample');
  const counts = [6, 8, 10, 12, 20, 50, 100];
  const normal = (count: number) => draw(count, () => 1 + 0.05 * draws.normal());
  const lognormal = (count: number) => draw(count, () => Math.exp(0.3 * draws.normal()));
  const twoModes = (count: number) =>
    draw(count, () => (draws.uniform(0, 1) < 0.5 ? 1 : 1.2) * Math.exp(0.02 * draws.normal()));
  row(
    'outliers in normal samples',
    over(counts, (count) => rate(() => outlierIndices(normal(count)).length > 0)),
  );
  row(
    'one outlier of ten standard deviations',
    over(counts, (count) => rate(() => outlierIndices([...normal(count - 1), 1.5]).includes(count - 1))),
  );
  row(
    'two modes in normal samples',
    over(counts, (count) => rate(() => isBimodal(normal(count)))),
  );
  row(
    'two modes in lognormal samples (30 %)',
    over(counts, (count) => rate(() => isBimodal(lognormal(count)))),
  );
  row(
    'two modes 20 % apart at 2 %, at random',
    over(counts, (count) => rate(() => isBimodal(twoModes(count)))),
  );
  row(
    'drift in normal samples',
    over(counts, (count) => rate(() => hasDrift(normal(count)) === true, simulations / 10)),
  );
  row(
    'drift of 20 % at 5 % noise',
    over(counts, (count) =>
      rate(() => {
        const values = draw(count, (i) => Math.exp((0.2 * i) / (count - 1) + 0.05 * draws.normal()));
        return hasDrift(values) === true;
      }, simulations / 10),
    ),
  );
}

function windows(): void {
  console.log('\nWindows called unsteady, a value a second');
  const lengths = [20, 30, 60, 120];
  const poisson = (mean: number): number => {
    let [count, product] = [0, draws.uniform(0, 1)];
    for (const limit = Math.exp(-mean); product > limit; count++) product *= draws.uniform(0, 1);
    return count;
  };
  const half = (i: number, count: number) => Math.min(1, (2 * i) / count);
  const kinds: Record<string, (count: number) => number[]> = {
    'steady, 5 % noise': (count) => draw(count, () => 100 + 5 * draws.normal()),
    'steady, 30 % noise': (count) => draw(count, () => Math.exp(0.3 * draws.normal())),
    'steady, Poisson counts of 20': (count) => draw(count, () => poisson(20)),
    'steady, Poisson counts of 1': (count) => draw(count, () => poisson(1)),
    'steady, 10 users staggered, 1 s waits': (count) => staggeredCounts(10, count),
    'steady, 100 users staggered, 1 s waits': (count) => staggeredCounts(100, count),
    'steady, a start of a sixth': (count) =>
      draw(count, (i) => 100 * Math.min(1, (6 * i) / count) * (1 + 0.05 * draws.normal())),
    'wandering: 5 % noise, correlated by 0.5': (count) => correlated(count),
    'ramp over half, 5 % noise': (count) =>
      draw(count, (i) => 100 * half(i, count) * (1 + 0.05 * draws.normal())),
    'ramp over half from 70 %, 5 % noise': (count) =>
      draw(count, (i) => (70 + 30 * half(i, count)) * (1 + 0.05 * draws.normal())),
    'ramp over half, Poisson counts of 20': (count) => draw(count, (i) => poisson(20 * half(i, count))),
    'ramp over half, Poisson counts of 5': (count) => draw(count, (i) => poisson(5 * half(i, count))),
    'trend of 20 %, 5 % noise': (count) =>
      draw(count, (i) => (100 + (20 * i) / count) * (1 + 0.05 * draws.normal())),
  };
  for (const [name, series] of Object.entries(kinds))
    row(
      name,
      over(lengths, (count) => rate(() => steadiness(series(count)) === 'unsteady', simulations / 10)),
    );
}

/** Values of which each keeps half of how far the one before it was off. */
function correlated(count: number): number[] {
  let off = draws.normal();
  return draw(count, () => {
    off = 0.5 * off + Math.sqrt(0.75) * draws.normal();
    return 100 + 5 * off;
  });
}

/** Answers a second to users who wait 1 s (2 % more or less), think 0.1 to 0.2 s and start staggered, 3 s in. */
function staggeredCounts(users: number, seconds: number): number[] {
  const counts = new Array<number>(seconds).fill(0);
  for (let user = 0; user < users; user++) {
    let at = (1.15 * user) / users - 3;
    while (at < seconds) {
      at += Math.exp(0.02 * draws.normal());
      if (at >= 0 && at < seconds) counts[Math.floor(at)] = (counts[Math.floor(at)] ?? 0) + 1;
      at += draws.uniform(0.1, 0.2);
    }
  }
  return counts;
}

/** Why blocks of two rounds: power with longer ones, where the machine wanders by some noise of its own a round. */
function blockLengths(): void {
  console.log('\nA true change of 10 % found at 5 % noise by p <= 0.05 / 8, 12 rounds in blocks of so many');
  for (const wander of [0, 0.02, 0.05])
    row(
      `the machine wanders by ${100 * wander} % a round`,
      over([2, 3, 4], (length) =>
        rate(() => {
          let level = 1;
          const rounds = draw(12, () => {
            level *= Math.exp(wander * draws.normal());
            return level;
          });
          const side = (from: number, factor: number) =>
            rounds.slice(from, from + length).map((at) => factor * at * Math.exp(0.05 * draws.normal()));
          const blocks = draw(12 / length, (block) => ({
            base: side(block * length, 1),
            head: side(block * length, 1.1),
          }));
          return permutationTest(blocks).pValue <= 0.05 / 8;
        }, simulations / 2),
      ),
    );
}

comparisons();
blockLengths();
intervals();
singleSamples();
windows();
