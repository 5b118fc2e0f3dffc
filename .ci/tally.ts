import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * Prints what took longest and what failed, adds the tests of every suite to the steps, and ends with the one line that
 * counts.
 */
interface Timed {
  readonly seconds: number;
  readonly name: string;
}
interface Suite {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly tests: readonly Timed[];
  /** What failed, and the words in which it did where they are known. */
  readonly failures: readonly string[];
}

/** A line a step: seconds, exit code and name, apart by tabs. */
function readSteps(file: string): Suite {
  const steps = (existsSync(file) ? readFileSync(file, 'utf8') : '')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'))
    .map(([seconds, code, name = '']) => ({ seconds: Number(seconds), hasPassed: code === '0', name }));
  const failures = steps
    .filter(({ hasPassed }) => !hasPassed)
    .map(({ name }) => `${name}, which ended with:\n${lastLines(`test-results/steps/${name}.log`)}`);
  return {
    passed: steps.length - failures.length,
    failed: failures.length,
    skipped: 0,
    tests: steps,
    failures,
  };
}

const lastLines = (file: string): string =>
  stripVTControlCharacters(readFileSync(file, 'utf8'))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-15)
    .map((line) => `    ${line}`)
    .join('\n');

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
    failures: result.testResults.flatMap(failuresIn),
  };
}

function failuresIn(file: VitestFile): string[] {
  const name = basename(file.name);
  if (isBroken(file)) return [`${name}: ${firstLine(file.message)}`];
  return file.assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => `${name}: ${fullName}: ${firstLine(failureMessages?.[0])}`);
}
const firstLine = (message = ''): string => stripVTControlCharacters(message).split('\n', 1)[0] ?? '';

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
  readonly message?: string;
  readonly assertionResults: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly duration?: number | null;
    readonly failureMessages?: readonly string[];
  }[];
}

/** Of a JUnit report, as pytest writes it. */
function readJunit(file: string): Suite {
  const xml = readFileSync(file, 'utf8');
  const count = (name: string) =>
    Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(xml)?.[1] ?? 0);
  const [failed, skipped] = [count('failures') + count('errors'), count('skipped')];
  const cases = Array.from(
    xml.matchAll(/<testcase classname="([^"]*)" name="([^"]*)" time="([\d.]+)"[^>]*>(<failure|<error)?/g),
    ([, of, name, time, failure]) => ({ seconds: Number(time), name: `${of}: ${name}`, hasPassed: !failure }),
  );
  return {
    passed: count('tests') - failed - skipped,
    failed,
    skipped,
    tests: cases,
    failures: cases.filter(({ hasPassed }) => !hasPassed).map(({ name }) => name),
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
const failures = [steps, ...suites].flatMap((suite) => suite.failures);
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((failure) => `  ${failure}`).join('\n')}`);
console.log();

const sum = (of: 'passed' | 'failed' | 'skipped') =>
  [steps, ...suites].reduce((total, suite) => total + suite[of], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
