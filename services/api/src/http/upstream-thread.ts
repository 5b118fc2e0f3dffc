// The far end of `BlockingUpstream`. Loaded in a thread of its own, so it imports nothing of Nest.
import { answerCalls } from '../blocking/answer-calls.ts';
import { type UpstreamCall, UpstreamClient } from './upstream-client.ts';

/** Whoever calls is blocked meanwhile, so there is one call at a time. */
const connections = 1;

answerCalls((call: UpstreamCall) => new UpstreamClient(call, connections));
