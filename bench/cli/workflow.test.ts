import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '../config/load-config.ts';
import { repositoryRoot } from '../config/repository-root.ts';
import { flagSource } from './flags.ts';
import { buildProgram } from './program.ts';

/** The workflow that docs/ci.md offers; actionlint sees to its form, this to what it calls. */
const read = (file: string) => readFileSync(join(repositoryRoot, file), 'utf8');
const files = ['.github/workflows/bench.yml', 'docs/ci.md'];
const workflow = read('.github/workflows/bench.yml');

const wordsOf = (command: string) =>
  [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

/** What follows `npm exec headroom --`, up to the end of the command; folded and continued lines are joined. */
const commandsIn = (text: string) =>
  [...text.replaceAll(/\\?\n +(?=--)/g, ' ').matchAll(/npm exec headroom -- (\w+)([^\n`#]*)/g)].map(
    ([, name = '', rest = '']) => ({ name, words: wordsOf(rest) }),
  );

it.each(files)('%s calls commands and flags that there are', (file) => {
  const commands = commandsIn(read(file));
  expect(commands.map(({ name }) => name)).toEqual(expect.arrayContaining(['run', 'compare']));
  for (const { name, words } of commands) {
    const command = buildProgram().commands.find((candidate) => candidate.name() === name);
    if (!command) throw new Error(`${file} calls headroom ${name}, which does not exist`);
    const { unknown } = command.parseOptions(words);
    expect(unknown, `${file}: headroom ${name}`).toEqual([]);
    const { markdown, json, junit, force, config, ...flags } = command.opts();
    expect(() => loadConfig([flagSource(flags)])).not.toThrow();
  }
});

it('calls targets of the Makefile that there are', () => {
  const targets = [...workflow.matchAll(/make -C \w+ (\w+)/g)].map(([, target]) => target);
  expect(targets).toEqual(['build', 'build']);
  for (const target of targets) expect(read('Makefile')).toMatch(new RegExp(`^${target}:`, 'm'));
});

it('pins every action by its commit, and may only read', () => {
  const uses = [...workflow.matchAll(/uses: (.*)/g)].map(([, action]) => action);
  expect(uses.length).toBeGreaterThan(3);
  for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  expect(workflow).toMatch(/^permissions:\n {2}contents: read\n\n/m);
});
