import { globSync, readFileSync } from 'node:fs';

/** Adds the tests of every suite to the steps, and ends with the one line that counts. */
const [passedSteps = 0, failedSteps = 0] = process.argv.slice(2).map(Number);
const suites = [
  ...globSync('test-results/*.json').map((file) => JSON.parse(readFileSync(file, 'utf8'))),
  ...globSync('test-results/*.xml').map((file) => countsOf(readFileSync(file, 'utf8'))),
];
const passed = suites.reduce((sum, suite) => sum + suite.numPassedTests, passedSteps);
const failed = suites.reduce((sum, suite) => sum + suite.numFailedTests, failedSteps);
console.log(`${passed} passed, ${failed} failed`);

/** Of a JUnit report, as pytest writes it. */
function countsOf(xml: string): { numPassedTests: number; numFailedTests: number } {
  const count = (name: string) =>
    Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(xml)?.[1] ?? 0);
  const numFailedTests = count('failures') + count('errors');
  return { numPassedTests: count('tests') - numFailedTests - count('skipped'), numFailedTests };
}

process.exitCode = failed === 0 && failedSteps === 0 ? 0 : 1;
