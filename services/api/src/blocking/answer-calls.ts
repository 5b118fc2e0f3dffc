// The far end of `BlockingThread`. Loaded in a thread of its own, so it imports nothing of Nest.
import { runAsWorker } from 'synckit';

/** What the thread is told: to answer a call, as who was set up so, or to end. */
export type Message<Setup, Input> = { readonly setup: Setup; readonly input: Input } | 'end';

/** What a call gave or threw; the thread goes on after either. None to `end`. */
export type Reply<Output> = { readonly output: Output } | { readonly error: unknown } | undefined;

export type AnswerMessage<Setup, Input, Output> = (message: Message<Setup, Input>) => Promise<Reply<Output>>;

interface Client<Input, Output> {
  call(input: Input): Promise<Output>;
  close(): Promise<unknown>;
}

/** Answers the calls of a `BlockingThread`, all by one client that is opened at the first, until it is told to end. */
export function answerCalls<Setup, Input, Output>(open: (setup: Setup) => Client<Input, Output>): void {
  let client: Client<Input, Output> | undefined;
  runAsWorker<AnswerMessage<Setup, Input, Output>>(async (message) => {
    if (message === 'end') {
      await client?.close();
      // Once the answer is out. In a thread this ends the thread and not the process.
      setImmediate(() => process.exit());
      return undefined;
    }
    try {
      client ??= open(message.setup);
      return { output: await client.call(message.input) };
    } catch (error) {
      return { error };
    }
  });
}
