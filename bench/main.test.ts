import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { comparisonSchema } from '@headroom/contract/comparison.ts';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { type Manifest, manifestSchema } from '@headroom/contract/manifest.ts';
import { noiseFloorSchema } from '@headroom/contract/noise-floor.ts';
import { reportSchema } from '@headroom/contract/report.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from './cli/run-cli.ts';
import { readJournal } from './collect/journal.ts';
import { openRunFolder } from './collect/run-folder.ts';
import { lockRun } from './collect/run-lock.ts';
import { catchPrinted } from './fixtures/catch-printed.ts';
import { noteSignalListeners } from './fixtures/signal-listeners.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** What outlives a test: runs that several look at, and what Node has compiled of the programs below. */
const kept = mkdtempSync(join(tmpdir(), 'headroom-main-kept-'));
let folder: string;
let out: string;
let said: string[];
let complaints: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-main-'));
  out = join(folder, 'results');
  said = [];
  complaints = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void said.push(String(line)));
  catchPrinted((text) => said.push(text.trimEnd()));
  vi.spyOn(console, 'error').mockImplementation((line) => void complaints.push(String(line)));
  vi.stubEnv('NODE_COMPILE_CACHE', kept);
  vi.stubEnv('API_PORT', String(await freePort()));
  vi.stubEnv('API_METRICS_PORT', String(await freePort()));
  useK6(`exec '${process.execPath}' '${here('fixtures/simulated-k6.ts')}'`);
});
afterEach(noteSignalListeners());
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

function useK6(onTrial: string): void {
  const file = join(folder, 'k6');
  writeFileSync(file, `#!/bin/sh\n[ "$1" = version ] && { echo 'k6 v2.2.0'; exit; }\n${onTrial}\n`, {
    mode: 0o755,
  });
  vi.stubEnv('HEADROOM_K6', file);
}

function headroom(command: string, options: object = {}): Promise<number> {
  const file = join(folder, `${Math.random()}.config.ts`);
  writeFileSync(
    file,
    `export default ${JSON.stringify({ nest: { entry: here('fixtures/service.ts'), readyTimeout: '5m' }, ...options })}`,
  );
  const words = wordsOf(command);
  const [name = ''] = words;
  const configured = ['run', 'noise', 'resume'].includes(name) ? ['--config', file] : [];
  return runCli([...words, '--out', out, ...configured]);
}

/** The words of a command, of which those in quotes may hold spaces. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');

interface Earlier {
  readonly exitCode: number;
  readonly said: readonly string[];
  readonly complaints: readonly string[];
  readonly results: string;
}
const earlier = new Map<string, Earlier>();

/** Carries a command out, once for all tests that give the same. @returns what came of it; the results are in `out` */
async function headroomOnce(command: string): Promise<Earlier> {
  const copy = { recursive: true, verbatimSymlinks: true };
  const known = earlier.get(command);
  if (known !== undefined) {
    cpSync(known.results, out, copy);
    return known;
  }
  const exitCode = await headroom(command);
  const run = { exitCode, said, complaints, results: join(kept, `run-${earlier.size}`) };
  cpSync(out, run.results, copy);
  earlier.set(command, run);
  [said, complaints] = [[], []];
  return run;
}

/** Somebody else on the port of the service. */
async function takePort(): Promise<Server> {
  const other = createServer().listen(Number(process.env.API_PORT), '127.0.0.1');
  await once(other, 'listening');
  return other;
}

const manifestOf = (run: string): Manifest =>
  manifestSchema.parse(JSON.parse(readFileSync(join(out, run, 'manifest.json'), 'utf8')));
const latest = (name: string): string => readFileSync(join(out, 'latest', name), 'utf8');

const oneTrial = 'run --endpoint /async --vus 1 --duration 1s --warmup 1s';
const twoLevels = 'run --endpoint /async --vus 1,10 --duration 1s --warmup 1s';

describe('the programme', () => {
  it('loads, plans, runs, analyses and renders', async () => {
    const run = await headroomOnce(twoLevels);
    expect([run.exitCode, run.complaints]).toEqual([0, []]);
    const shown = run.said.join('\n');
    expect(shown).toContain('2/2  nest /async');
    expect(shown).toContain("The article's table, measured");
    const report = reportSchema.parse(JSON.parse(latest('report.json')));
    expect(report).toMatchObject({ preset: 'article', runtime: 'native', complete: true });
    expect(report.cells.map(({ vus }) => vus)).toEqual([1, 10]);
    expect(JSON.parse(latest('manifest.json'))).toMatchObject({
      versions: { k6: expect.stringContaining('2.2.0') },
      plan: { seed: 1 },
    });
    expect(latest('report.md')).toContain('# Headroom: article');
    expect(latest('report.html')).toMatch(/^<!doctype html>/);
    expect(shown).toContain('report.html');
  });

  it('shows an earlier run, and resumes what is missing of it', async () => {
    useK6('exit 1');
    expect(await headroom('run --endpoint /async --vus 1 --duration 1s')).toBe(4);
    expect(complaints).toEqual([expect.stringContaining('BENCH_RUN_CELLS_MISSING')]);
    expect(await headroom('report')).toBe(0);
    expect(said.at(-1)).toContain('BENCH_GENERATOR_FAILED');
    writeFileSync(join(out, 'latest', 'trials.ndjson'), '');
    useK6(`exec '${process.execPath}' '${here('fixtures/simulated-k6.ts')}'`);
    expect(await headroom('resume latest')).toBe(0);
    expect(reportSchema.parse(JSON.parse(latest('report.json'))).cells).toHaveLength(1);
  });

  it('shows a run whose report cannot be written, and ends with what is in the way', async () => {
    await headroomOnce(oneTrial);
    rmSync(join(out, 'latest', 'report.html'));
    mkdirSync(join(out, 'latest', 'report.html'));
    said = [];
    expect(await headroom('report')).toBe(3);
    expect(said.join('\n')).toContain('nest');
    expect(complaints.at(-1)).toMatch(/report\.html cannot be written \(EISDIR.*Move away what lies there/);
  });

  it('says who is at a run, before its ports are found taken', async () => {
    await headroomOnce(oneTrial);
    const run = openRunFolder(out, 'latest');
    const unlock = lockRun(run);
    expect(await headroom('resume latest')).toBe(3);
    expect(complaints.at(-1)).toMatch(/BENCH_PREFLIGHT_BUSY: process \d+ is carrying out/);
    unlock();
  });

  it('shows two earlier runs in one page', async () => {
    await headroomOnce(twoLevels);
    expect(await headroom(oneTrial)).toBe(0);
    const [first = '', second = ''] = readdirSync(out)
      .filter((name) => /^\d/.test(name))
      .sort();
    expect(await headroom(`report ${first} ${second}`)).toBe(0);
    const page = join(out, second, `report-vs-${first}.html`);
    expect(said.at(-1)).toContain(page);
    expect(readFileSync(page, 'utf8').includes('Two runs, side by side')).toBe(true);
    expect(await headroom(`report ${first} nonsense`)).toBe(2);
  });

  it('refuses to start while a port is taken', async () => {
    const other = await takePort();
    expect(await headroom('run --duration 1s')).toBe(3);
    other.close();
    expect(complaints).toEqual([expect.stringMatching(/BENCH_PREFLIGHT_FAILED.*API_PORT/)]);
  });

  it('refuses to start a service that is not there', async () => {
    expect(await headroom('run', { nest: { entry: '/nonexistent.js' } })).toBe(3);
    expect(complaints).toEqual([expect.stringMatching(/BENCH_PREFLIGHT_BUILD.*nonexistent\.js/)]);
  });

  it('names the run that is of another version', async () => {
    await headroomOnce(oneTrial);
    writeFileSync(join(out, 'latest', 'manifest.json'), '{"schemaVersion":99}');
    expect(await headroom('report')).toBe(2);
    expect(complaints).toEqual([expect.stringMatching(/BENCH_RESULTS_VERSION.*schemaVersion 99/)]);
  });

  it('checks the machine', async () => {
    expect(await headroom('doctor --runtime native')).toBe(0);
    expect(said.join('\n')).toMatch(/ok +ports/);
    const other = await takePort();
    expect(await headroom('doctor --runtime native')).toBe(3);
    other.close();
  });
});

describe('two builds in turn', () => {
  const otherBuild = join(kept, 'other.ts');
  writeFileSync(otherBuild, `import ${JSON.stringify(here('fixtures/service.ts'))};`);
  const pair = `${oneTrial} --repeats 2 --base '${otherBuild}'`;
  const gatedPair = `${pair} --gate mean:+5%`;
  const runs = () => readdirSync(out).filter((name) => /-(base|head)$/.test(name));

  it('are two whole runs that name each other, carried out trial by trial, and compared', async () => {
    const run = await headroomOnce(pair);
    expect(run.exitCode).toBe(0);
    const [base = '', head = ''] = runs();
    expect(manifestOf(base)).toMatchObject({
      pair: { role: 'base', otherRunId: head, gates: [] },
      subjects: { nest: { entry: otherBuild } },
    });
    expect(manifestOf(head).pair).toEqual({ role: 'head', otherRunId: base, gates: [] });
    expect(manifestOf('latest').runId).toBe(head);
    const { plan } = manifestOf(base);
    expect(manifestOf(head).plan).toEqual(plan);
    const started = run.said.flatMap((line) => /^\d\/4 {2}(.*) \.\.\./.exec(line)?.[1] ?? []);
    // Each trial on both sides before the next, the second round in the other order.
    const sides = started.map((line) => /(base|head)$/.exec(line)?.[1]);
    expect([sides.slice(0, 2).sort(), sides[0]]).toEqual([['base', 'head'], sides[3]]);
    expect([sides.slice(2).sort(), sides[1]]).toEqual([['base', 'head'], sides[2]]);
    for (const run of [base, head])
      expect(
        reportSchema.parse(JSON.parse(readFileSync(join(out, run, 'report.json'), 'utf8'))).complete,
      ).toBe(true);
    expect(run.said.join('\n')).toMatch(/Measured in turn, trial by trial.*mean: mean latency/s);
  });

  it('end with 1 where a gate cannot be decided, and say what it takes', async () => {
    const run = await headroomOnce(gatedPair);
    expect(run.exitCode).toBe(1);
    expect(run.complaints).toEqual([
      expect.stringMatching(
        /BENCH_COMPARE_GATE.*inconclusive: mean:\+5% on nest \/async at 1 user.*--repeats 6/,
      ),
    ]);
  });

  it.each(['base', 'head'])('are resumed by the id of the %s', async (side) => {
    await headroomOnce(gatedPair);
    const [base = '', head = ''] = runs();
    for (const run of [base, head]) {
      const journal = join(out, run, 'trials.ndjson');
      const [first] = readFileSync(journal, 'utf8').split('\n');
      writeFileSync(journal, run === base ? `${first}\n` : '');
    }
    const resume = `resume ${side === 'base' ? base : head}`;
    expect(await headroom(resume)).toBe(2);
    expect(complaints.at(-1)).toMatch(/BENCH_RESULTS_UNTRUSTED: .* nest by the file .*other\.ts.*--base/);
    // With the gates that the run was started with.
    expect(await headroom(`${resume} --base '${otherBuild}'`)).toBe(1);
    expect(complaints.at(-1)).toMatch(/BENCH_COMPARE_GATE.*mean:\+5%/);
    expect(said).toContainEqual(expect.stringMatching(/^3 trials/));
    expect(said.join('\n')).toContain('Measured in turn');
    for (const run of [base, head]) expect(readJournal(join(out, run, 'trials.ndjson'))).toHaveLength(2);
  });

  it('are compared again by headroom compare, into files and with gates', async () => {
    await headroomOnce(pair);
    const [base = '', head = ''] = runs();
    const files = ['md', 'json', 'xml'].map((name) => join(folder, `comparison.${name}`));
    const [markdown = '', json = '', junit = ''] = files;
    const outputs = `--markdown ${markdown} --json ${json} --junit ${junit}`;
    expect(await headroom(`compare ${outputs} --gate p50:+10%`)).toBe(1);
    expect(readFileSync(markdown, 'utf8')).toContain(`${base} → ${head}`);
    expect(comparisonSchema.parse(JSON.parse(readFileSync(json, 'utf8')))).toMatchObject({
      paired: true,
      gates: [{ outcome: 'inconclusive' }],
    });
    expect(readFileSync(junit, 'utf8')).toContain('failures="1"');
    expect(await headroom(`compare ${base} ${join(out, head)}`)).toBe(0);
    said = [];
    expect(await headroom(`compare ${head} latest --json -`)).toBe(0);
    expect(comparisonSchema.parse(JSON.parse(said.join('\n')))).toMatchObject({ paired: false });
  });

  it('of the same build give the noise floor of this machine', async () => {
    expect(await headroom(`${oneTrial.replace('run', 'noise')} --repeats 6`)).toBe(0);
    expect(said.join('\n')).toContain('What this machine cannot tell from no difference');
    const [file = ''] = readdirSync(join(out, 'noise'));
    const floor = noiseFloorSchema.parse(JSON.parse(readFileSync(join(out, 'noise', file), 'utf8')));
    expect(floor).toMatchObject({ repeats: 6, runs: { head: manifestOf('latest').runId } });
    expect(floor.shares.mean).toBeGreaterThanOrEqual(0);
    said = [];
    expect(await headroom('compare')).toBe(0);
    expect(said.join('\n')).toContain('Noise floor of this machine');
  });

  it.each<[string, number, RegExp]>([
    ['run --base /nonexistent', 3, /BENCH_PREFLIGHT_BUILD: the base "\/nonexistent" does not exist/],
    ['run --base /tmp', 3, /BENCH_PREFLIGHT_BUILD: the base "\/tmp" holds no compiled service.*make build/],
    ['run --base x --subject fastapi', 2, /BENCH_CONFIG_INVALID: base is given with the subject fastapi/],
    ['run --base bench/main.ts --runtime compose', 2, /BENCH_CONFIG_INVALID.*--runtime native/],
    [
      `run --base '${here('fixtures/service.ts')}'`,
      2,
      /BENCH_CONFIG_INVALID: base is.*the build that is measured/,
    ],
    ['noise --base .', 2, /BENCH_USAGE_INVALID: unknown option '--base'/],
    ['run --gate throughput:-5%', 2, /BENCH_CONFIG_INVALID: --gate.*without --base/],
    [
      'run --base x --gate throughput:5%',
      2,
      /BENCH_CONFIG_INVALID: --gate is .*throughput:5%.*as throughput:-5%/,
    ],
    ['noise --repeats 5', 2, /BENCH_CONFIG_INVALID: repeats is 5: expected at least 6/],
    ['compare', 2, /BENCH_RESULTS_RUN_NOT_FOUND/],
    ['compare one', 2, /BENCH_USAGE_INVALID: only one run is named/],
    ['compare one two', 2, /BENCH_RESULTS_RUN_NOT_FOUND: there is no run "one"/],
    ['compare ./nowhere ./elsewhere', 2, /BENCH_RESULTS_RUN_NOT_FOUND.*nowhere holds no run/],
    ['compare a b --json - --markdown -', 2, /BENCH_USAGE_INVALID.*at most one on the terminal/],
    ['compare a b --gate p98:+1%', 2, /BENCH_CONFIG_INVALID: --gate is .*p98/],
  ])('end %j with %i and one clear line', async (command, exitCode, message) => {
    expect(await headroom(command)).toBe(exitCode);
    expect(complaints).toEqual([expect.stringMatching(message)]);
  });

  it('of which one was measured alone are refused without names', async () => {
    await headroomOnce(oneTrial);
    expect(await headroom('compare')).toBe(2);
    expect(complaints).toEqual([expect.stringMatching(/BENCH_COMPARE_NO_PAIR.*was measured alone/)]);
  });
});
