// The far end of `BlockingUpstream`. Loaded in a thread of its own, so it imports nothing of Nest.
import { runAsWorker } from 'synckit';
import { type UpstreamCall, UpstreamClient, type UpstreamOutcome } from './upstream-client.ts';

/** Whoever calls is blocked meanwhile, so there is one call at a time. */
const connections = 1;

let client: UpstreamClient | undefined;

/** Calls the upstream; told to `end`, ends the thread. */
export async function callOrEnd(task: UpstreamCall | 'end'): Promise<UpstreamOutcome | undefined> {
  if (task === 'end') {
    await client?.close();
    // Once the answer is out. In a thread this ends the thread and not the process.
    setImmediate(() => process.exit());
    return undefined;
  }
  client ??= new UpstreamClient(task, connections);
  return client.call();
}

runAsWorker(callOrEnd);
