import { extname } from 'node:path';
import { BlockingThread } from '../blocking/blocking-thread.ts';
import type { UpstreamCall, UpstreamOutcome } from './upstream-client.ts';

/** Beside this file, compiled or not: the compiler changes the extension in imports only. */
const file = new URL(`./upstream-thread${extname(import.meta.filename)}`, import.meta.url);

/** Calls the upstream, and nothing else is served until it has answered. */
export class BlockingUpstream extends BlockingThread<UpstreamCall, void, UpstreamOutcome> {
  constructor(call: UpstreamCall) {
    super({ file, setup: call, task: 'calls the upstream', timeoutSeconds: call.timeoutSeconds });
  }
}
