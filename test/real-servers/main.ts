import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { readEnvironment } from '../../bench/config/environment.ts';
import { findK6 } from '../../bench/tools/find-k6.ts';
import { install } from './install.ts';
import { measureServer } from './measure-server.ts';
import { lackingFor } from './prerequisites.ts';
import type { RealServer } from './real-server.ts';
import { type Row, seenTable } from './seen-table.ts';
import { servers } from './servers.ts';
import { versionOf } from './version-of.ts';

/**
 * Probes real servers whose truth is known, and says where the probe is wrong: `main.ts [name,name ...]`.
 * Ends with 0 where all are right, 1 where one is wrong, 2 for a name that is none, 3 where the machine lacks
 * something, 130 when it is interrupted.
 */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !servers.some((server) => server.name === name));
  if (unknown.length > 0) {
    console.error(
      `No such server: ${unknown.join(', ')}. There are ${servers.map(({ name }) => name).join(', ')}.`,
    );
    return 2;
  }
  const meant = servers.filter(({ name }) => names.length === 0 || names.includes(name));
  const lacking = meant.filter((server) => {
    const lacks = lackingFor(server);
    if (lacks.length > 0) console.log(`${server.name} is left out: this machine lacks ${lacks.join(', ')}.`);
    return lacks.length > 0;
  });

  const interrupted = new AbortController();
  // Heard each time: a second Ctrl-C would end this process before what it started.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interrupted.abort(new Error('interrupted')));
  }
  const work = mkdtempSync(join(tmpdir(), 'headroom-real-servers-'));
  // Apache serves as somebody else where root starts it, and has to get to its folder.
  chmodSync(work, 0o711);
  process.on('exit', () => rmSync(work, { recursive: true, force: true, maxRetries: 3 }));
  const rows: Row[] = [];
  try {
    // Not counted as part of the first probe.
    process.env.HEADROOM_K6 = (
      await findK6(readEnvironment(), { announce, signal: interrupted.signal })
    ).path;
    for (const server of meant.filter((one) => !lacking.includes(one))) {
      rows.push(await seen(server, work, interrupted.signal));
    }
  } catch (error) {
    if (interrupted.signal.aborted) announce('Interrupted: what was started has been ended.');
    else if (error instanceof BenchError) {
      console.error(`${error.code}: ${error.message}`);
      return 3;
    } else throw error;
  }
  if (rows.length > 0) console.log(`\n${seenTable(rows)}`);
  if (interrupted.signal.aborted) return 130;
  if (rows.some(({ outcome }) => outcome instanceof Error || outcome.wrong.length > 0)) return 1;
  return lacking.length > 0 ? 3 : 0;
}

/** Installs and measures one. What fails is its outcome. @throws the signal's reason when that aborts */
async function seen(server: RealServer, work: string, signal: AbortSignal): Promise<Row> {
  const cache = process.env.REAL_SERVERS_CACHE;
  const installations = cache ? resolve(cache) : join(work, 'installations');
  const folder = join(work, server.name);
  for (const one of [installations, folder]) mkdirSync(one, { recursive: true, mode: 0o755 });
  let version = '?';
  try {
    version = await versionOf(server, signal);
    const beganAt = performance.now();
    const installation = await install(server, installations, signal);
    announce(
      `${server.name} ${version}: installed in ${((performance.now() - beganAt) / 1000).toFixed(0)} s, probing ...`,
    );
    return { server, version, outcome: await measureServer(server, installation, folder, signal) };
  } catch (error) {
    signal.throwIfAborted();
    return { server, version, outcome: error instanceof Error ? error : new Error(String(error)) };
  }
}

function announce(line: string): void {
  console.log(line);
}

process.exitCode = await main(process.argv.slice(2).flatMap((names) => names.split(',').filter(Boolean)));
