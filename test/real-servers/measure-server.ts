import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { awaitQuiet } from './await-quiet.ts';
import { answersByUser } from './independent-client.ts';
import { judge, type UsersAnswered, usersAtTop } from './judge.ts';
import type { RealServer } from './real-server.ts';
import { type Probed, runProbe } from './run-probe.ts';
import { startServer } from './start-server.ts';

/** What was seen of one server. */
export interface Seen {
  readonly probed: Probed;
  readonly usersOfClient: UsersAnswered;
  /** What is wrong with it; empty where all is right. */
  readonly wrong: readonly string[];
}

/** As that of a level of a probe. */
const warmupSeconds = 1;

/**
 * Starts a server, probes it, asks it as an independent client with as many users for as long, and ends it.
 * @param folder an empty one, for all that is written meanwhile
 * @throws Error when the server or the probe fails; the signal's reason when that aborts
 */
export async function measureServer(
  server: RealServer,
  installation: string,
  folder: string,
  signal: AbortSignal,
): Promise<Seen> {
  const [served, probing] = [join(folder, 'server'), join(folder, 'probe')];
  for (const one of [served, probing]) mkdirSync(one, { mode: 0o755 });
  const running = await startServer(server, installation, served, signal);
  try {
    const probed = await runProbe(running.url, probing, signal);
    const top = probed.said.levels.at(-1);
    const { there } = usersAtTop(probed.said);
    const alone = probed.said.serviceTimeSeconds ?? 0.1;
    if (!(await awaitQuiet(running.url, alone, signal))) {
      throw new Error('it did not come to rest within a minute after the probe');
    }
    const load = {
      users: there,
      spreadSeconds: alone,
      warmupSeconds,
      windowSeconds: top?.measuredSeconds ?? 4,
    };
    const answers = await answersByUser(running.url, load, signal);
    const usersOfClient = { there, answered: answers.filter((count) => count > 0).length };
    return {
      probed,
      usersOfClient,
      wrong: judge(server.truth, probed, usersOfClient),
    };
  } finally {
    await running.stop();
  }
}
