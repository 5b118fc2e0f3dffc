import { rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { appearsWithinMilliseconds } from '../daemons.ts';
import { killUntilNone } from '../end-processes.ts';
import { killFamilies } from '../kill-families.ts';
import { startedTicksOf } from '../process-tree.ts';
import type { Charge } from './charge.ts';

// Ends and removes what a process had in its charge that has ended before it; `watchdog.sh` starts this then.

const pollMilliseconds = 200;

// Whoever ends that process with all that belongs to it may send these here too.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

/** A moment after that process has ended. */
const started = startedTicksOf(process.pid) ?? undefined;
const charges = JSON.parse(await text(process.stdin)) as Charge[];
const families = charges.flatMap((charge) => (charge.kind === 'family' ? [charge.family] : []));
const endFamilies = () => killUntilNone(() => killFamilies(families, started));

await endFamilies();
// What was begun last is undone first.
const commands = charges.flatMap((charge) => (charge.kind === 'docker' ? [charge.command] : [])).reverse();
// Loaded where it is needed: that takes longer than all else here.
if (commands.length > 0) await (await import('./say-to-docker.ts')).sayToDocker(commands);
for (const charge of charges) if (charge.kind === 'path') remove(charge.path);
const servers = families.filter(({ port }) => port !== null);
const until = performance.now() + (servers.length > 0 ? appearsWithinMilliseconds : 0);
while (performance.now() < until) {
  await endFamilies();
  await pause(pollMilliseconds);
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  } catch {
    // There is nobody to tell; the next run removes it.
  }
}
