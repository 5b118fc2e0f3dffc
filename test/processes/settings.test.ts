import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Ended, testLab } from '../support/lab.ts';

/** One clear line on standard error, no stack trace, the right code. */
function expectOneLine(ended: Ended, exitCode: number, message: RegExp): void {
  expect(ended.stderr).toMatch(message);
  expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  expect(ended.exitCode).toBe(exitCode);
}

describe('a file of settings', () => {
  it.each([
    ['export default Promise.reject(new Error("no luck"));', /cannot be loaded: no luck\./],
    ['export default Promise.reject(); setInterval(() => {}, 1000);', /cannot be loaded: undefined\./],
    ['export default new Promise(() => {});', /never finished loading\./],
    [
      'export default new Promise(() => {}); setInterval(() => {}, 1000);',
      /not finished loading after 30 s\./,
    ],
    ['await new Promise((r) => setTimeout(r, 100, Promise.reject(new Error("aside"))));', /loaded: aside\./],
    ['setTimeout(() => { throw new Error("later"); }); await new Promise(() => {});', /loaded: later\./],
  ])('that is %s ends with 2 and one line', async (content, message) => {
    const lab = await testLab();
    const [flag = '', path = ''] = lab.configure({});
    writeFileSync(path, content);
    const ended = await lab.run(['run', flag, path]);
    expectOneLine(ended, 2, message);
    expect(ended.stderr).toMatch(/^BENCH_CONFIG_UNREADABLE: test\.config\.ts /);
    expect(existsSync(lab.out)).toBe(false);
  });

  it.each([
    ['process.exit(0)', 'ended the process'],
    ["throw new Error('late')", 'failed: Error: late'],
  ])('that does %s in the midst of a command ends it with 2, and says so', async (later, message) => {
    const lab = await testLab();
    const [flag = '', path = ''] = lab.configure({});
    writeFileSync(path, `setTimeout(() => { ${later} }, 1000); export default {};`);
    expectOneLine(
      await lab.run(['run', flag, path]),
      2,
      new RegExp(`^BENCH_CONFIG_UNREADABLE: .*${message}`),
    );
    expect(lab.leftovers()).toEqual([]);
  });

  it('that leaves a timer behind does not keep the command', async () => {
    const lab = await testLab();
    const [flag = '', path = ''] = lab.configure({});
    writeFileSync(path, 'setInterval(() => {}, 1000); export default {};');
    expectOneLine(await lab.run(['compare', flag, path]), 2, /^BENCH_RESULTS_RUN_NOT_FOUND/);
  });
});

it.each(['--require /nonexistent', '--bad-flag', '--import nonexistent'])(
  'NODE_OPTIONS of %j are for other programs',
  async (options) => {
    const lab = await testLab();
    const ended = await lab.run(['runs'], { NODE_OPTIONS: options });
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  },
);
