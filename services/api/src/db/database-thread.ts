// The far end of `BlockingDatabase`. Loaded in a thread of its own, so it imports nothing of Nest.
import { answerCalls } from '../blocking/answer-calls.ts';
import { type DatabaseAddress, DatabaseClient } from './database-client.ts';

/** Whoever calls is blocked meanwhile, so there is one query at a time. */
const connections = 1;

answerCalls((address: DatabaseAddress) => new DatabaseClient(address, connections));
