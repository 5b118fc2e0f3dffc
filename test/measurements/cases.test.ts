import { readdirSync } from 'node:fs';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import type { ProbeResult } from '@headroom/contract/probe.ts';
import { describe, expect, it } from 'vitest';
import { fixture, testLab } from '../support/lab.ts';
import { resultIn } from '../support/probe-result.ts';
import { startProbeServer } from '../support/probe-server.ts';

const short = ['--duration', '2s', '--users-max', '16'];

/** Probes a server to its end, and holds that nothing is left. */
async function probe(file: string, flags: readonly string[] = short) {
  const lab = await testLab();
  const { origin, stop } = await startProbeServer(file);
  try {
    const { exitCode, stdout, stderr } = await lab.run(['probe', origin, '--json', '-', ...flags]);
    const result = resultIn(stdout);
    console.log(`${file}: ${result.classification}, k ${result.effectiveConcurrency}; ${marksOf(result)}`);
    return { exitCode, stderr, result, said: [...result.evidence, ...messagesOf(result)].join(' ') };
  } finally {
    await stop();
    expect(lab.leftovers()).toEqual([]);
  }
}

const runsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /-article$/.test(name))
    .sort();

const marksOf = ({ warnings }: ProbeResult): string[] => warnings.map(({ code }) => code);
const messagesOf = ({ warnings }: ProbeResult): string[] => warnings.map(({ message }) => message);

// Servers that nobody here wrote, in small: each is a kind of its own.
describe('a probe of a service that', () => {
  it('gives a thread to each connection that is kept tells who is never answered', async () => {
    const { result, said } = await probe('one-thread-a-connection.py', ['--duration', '2s']);
    expect(result, said).toMatchObject({ classification: 'pool', effectiveConcurrency: 2 });
    expect(marksOf(result)).toContain('starved');
    const { users } = result.levels.at(-1) as ProbeResult['levels'][number];
    expect(users).toMatchObject({ answered: 2, fewestAnswers: 0 });
    expect(users.there).toBeGreaterThan(4);
    expect(said).toMatch(/not answered at all/);
    expect(said).not.toMatch(/longer warm-up/);
  });

  it('answers with an error and status 200 is not called fast', async () => {
    const { result, said } = await probe('errors-with-200.mjs');
    expect(result.classification, said).toBe('unknown');
    expect(marksOf(result)).toContain('other-answer');
    expect(said).toMatch(/looked into are not what was answered before the load/);
  });

  it('turns away who comes beyond its limit is said to', async () => {
    const { result, said } = await probe('sheds.mjs');
    expect(marksOf(result), said).toContain('refused');
    expect(marksOf(result)).not.toContain('unsettled');
    expect(said).toMatch(/turns away who comes beyond/);
    expect(Math.abs((result.effectiveConcurrency ?? 0) / 4 - 1)).toBeLessThan(0.15);
  });

  it('adds to its pool while it is measured is unknown for that reason', async () => {
    const { result, said } = await probe('grows.mjs', []);
    expect(result.classification, said).toBe('unknown');
    expect(marksOf(result)).toContain('growing');
    expect(said).not.toMatch(/machine may have changed|quieter machine/);
  });

  it('never answers some requests loses them', async () => {
    const { exitCode, stderr, result } = await probe('loses.mjs');
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/never answered.*callback, a promise or a lock/);
    expect(marksOf(result)).toContain('unanswered');
  });

  it('gets warm is known by a lone user who is asked again', async () => {
    const { result, said } = await probe('gets-warm.mjs');
    expect(result, said).toMatchObject({ classification: 'one-at-a-time', effectiveConcurrency: 1 });
    expect(marksOf(result)).toContain('cold-lone-user');
    expect(result.serviceTimeSeconds).toBeLessThan(0.02);
  });

  it('breaks connections is found out, though every request succeeds', async () => {
    const { result, said } = await probe('drops.mjs', ['--duration', '2s', '--users-max', '4']);
    expect(marksOf(result), said).toContain('resent');
    expect(result.levels.every(({ failedRequests }) => failedRequests === 0)).toBe(true);
    expect(said).toMatch(/A POST would have failed/);
  });

  it('has a short backlog is one whose users wait for a connection, or are never answered', async () => {
    const { result, said } = await probe('short-backlog.py', ['--users-max', '8']);
    // Whose attempts the kernel drops is chance: in two seconds he is answered late, or not at all and in no mean.
    expect(
      marksOf(result).filter((code) => code === 'connecting' || code === 'starved'),
      said,
    ).not.toEqual([]);
    expect(result.classification, said).toBe('one-at-a-time');
  });
});

it('a build whose answers are errors passes no gate', async () => {
  const lab = await testLab();
  const port = await freePort();
  const config = lab.configure({
    subjects: {
      mine: {
        command: [process.execPath, fixture('probe-servers/errors-with-200.mjs')],
        port,
        endpoints: { '/': { workload: 'orders', strategy: 'async' } },
      },
    },
  });
  const flags = ['--subject', 'mine', '--vus', '16', '--duration', '2s', '--warmup', '1s'];
  for (let run = 0; run < 2; run++) {
    const { exitCode, stderr } = await lab.run(['run', ...config, ...flags]);
    expect(exitCode, stderr).toBe(0);
  }
  const compared = await lab.run([
    'compare',
    ...runsIn(lab.out),
    '--gate',
    'p50:+10%',
    '--gate',
    'throughput:-10%',
  ]);
  // In two seconds two answers are looked into: they may happen to be right ones, and then prove nothing.
  expect(compared.stderr).toMatch(
    /inconclusive: .*(looked into are not what was answered before the load|they are other answers, or .* too few to tell)/,
  );
  expect(compared.exitCode).toBe(1);
});
