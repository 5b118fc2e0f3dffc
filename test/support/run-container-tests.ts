import { spawnSync } from 'node:child_process';
import { engineProblem } from '../../bench/runtime/compose/engine.ts';

/** Runs the container tests, or says in one line why not; in CI that is a failure. */
const problem = await engineProblem();
if (problem !== null) {
  console.log(`Container tests: skipped, because ${problem}.`);
  process.exit(process.env.CI ? 1 : 0);
}
const { status } = spawnSync('vitest', ['run', '--project', 'containers', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
