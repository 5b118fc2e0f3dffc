import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** Prints what took longest, adds the tests of every suite to the steps, and ends with the one line that counts. */
interface Timed {
  readonly seconds: number;
  readonly name: string;
}
interface Suite {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly tests: readonly Timed[];
}

/** A line a step: seconds, exit code and name, apart by tabs. */
function readSteps(file: string): Suite {
  const steps = (existsSync(file) ? readFileSync(file, 'utf8') : '')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'))
    .map(([seconds, code, name = '']) => ({ seconds: Number(seconds), hasPassed: code === '0', name }));
  const passed = steps.filter(({ hasPassed }) => hasPassed).length;
  return { passed, failed: steps.length - passed, skipped: 0, tests: steps };
}

/** As vitest writes it. */
function readVitest(file: string): Suite {
  const result = JSON.parse(readFileSync(file, 'utf8')) as VitestResult;
  return {
    passed: result.numPassedTests,
    // A file that cannot even be loaded has no test that failed.
    failed: result.numFailedTests + result.testResults.filter(isBroken).length,
    skipped: result.numPendingTests,
    tests: result.testResults.flatMap(({ name: path, assertionResults }) =>
      assertionResults.map(({ fullName, duration }) => ({
        seconds: (duration ?? 0) / 1000,
        name: `${basename(path)}: ${fullName}`,
      })),
    ),
  };
}
const isBroken = ({ status, assertionResults }: VitestFile): boolean =>
  status === 'failed' && assertionResults.every((one) => one.status !== 'failed');

interface VitestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly VitestFile[];
}
interface VitestFile {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly duration?: number | null;
  }[];
}

/** Of a JUnit report, as pytest writes it. */
function readJunit(file: string): Suite {
  const xml = readFileSync(file, 'utf8');
  const count = (name: string) =>
    Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(xml)?.[1] ?? 0);
  const [failed, skipped] = [count('failures') + count('errors'), count('skipped')];
  const cases = xml.matchAll(/<testcase classname="([^"]*)" name="([^"]*)" time="([\d.]+)"/g);
  return {
    passed: count('tests') - failed - skipped,
    failed,
    skipped,
    tests: Array.from(cases, ([, of, name, time]) => ({ seconds: Number(time), name: `${of}: ${name}` })),
  };
}

function printSlowest(what: string, timed: readonly Timed[]): void {
  console.log(`\nThe ten slowest ${what}, in seconds:`);
  for (const { seconds, name } of timed.toSorted((a, b) => b.seconds - a.seconds).slice(0, 10)) {
    console.log(`${seconds.toFixed(1).padStart(8)}  ${name}`);
  }
}

const steps = readSteps('test-results/steps.tsv');
const suites = [
  ...globSync('test-results/*.json').map(readVitest),
  ...globSync('test-results/*.xml').map(readJunit),
];
printSlowest('steps', steps.tests);
printSlowest(
  'tests',
  suites.flatMap(({ tests }) => tests),
);
console.log();

const sum = (of: 'passed' | 'failed' | 'skipped') =>
  [steps, ...suites].reduce((total, suite) => total + suite[of], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
