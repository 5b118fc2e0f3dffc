import type { OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'undici';

/** What the upstream is asked for, and how. */
export interface UpstreamCall {
  /** Its origin, without a path. */
  readonly url: string;
  readonly delaySeconds: number;
  readonly bytes: number;
  /** From the call to the last byte of the answer, the wait for a free connection included. */
  readonly timeoutSeconds: number;
}

/** How a call went, as a value that can be copied to another thread. */
export type UpstreamOutcome =
  | { readonly state: 'answered'; readonly bytes: number }
  | { readonly state: 'timed out'; readonly detail: string }
  | { readonly state: 'failed'; readonly detail: string };

const unreachable = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'];

/** Calls the upstream over connections that are kept. Connects at the first call, not before. */
export class UpstreamClient implements OnApplicationShutdown {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #timeoutSeconds: number;

  /** `connections`: how many there may be at most; calls beyond wait for one. */
  constructor({ url, delaySeconds, bytes, timeoutSeconds }: UpstreamCall, connections: number) {
    this.#path = `/reply?delay=${delaySeconds}&bytes=${bytes}`;
    this.#timeoutSeconds = timeoutSeconds;
    this.#pool = new Pool(url, {
      connections,
      connect: { timeout: timeoutSeconds * 1000 },
      // One deadline covers the whole call, and undici's own are only right to about a second.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  async call(): Promise<UpstreamOutcome> {
    // Cleared when the call ends, as `AbortSignal.timeout` cannot be: thousands would be pending under load.
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), this.#timeoutSeconds * 1000);
    try {
      const { signal } = deadline;
      const { statusCode, body } = await this.#pool.request({ method: 'GET', path: this.#path, signal });
      if (statusCode === 200) return measure(await body.json());
      // Read to its end, so that the connection can be used again.
      await body.dump();
      return failed(`The upstream answered with status ${statusCode}.`);
    } catch (error) {
      return this.#explain(error, deadline.signal.aborted);
    } finally {
      clearTimeout(timer);
    }
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  /** Ends all connections, those in use included. */
  close(): Promise<void> {
    return this.#pool.destroy();
  }

  #explain(error: unknown, late: boolean): UpstreamOutcome {
    const code = (error as NodeJS.ErrnoException).code;
    if (late || code === 'UND_ERR_CONNECT_TIMEOUT') {
      const detail = `The upstream did not answer within ${this.#timeoutSeconds} s.`;
      return { state: 'timed out', detail };
    }
    if (error instanceof SyntaxError) return strange;
    if (code === undefined) throw error;
    return failed(
      unreachable.includes(code)
        ? `The upstream cannot be reached (${code}).`
        : `The upstream broke the connection off (${code}).`,
    );
  }
}

const failed = (detail: string): UpstreamOutcome => ({ state: 'failed', detail });
const strange = failed('The upstream answered with something that is not its reply.');

function measure(reply: unknown): UpstreamOutcome {
  const filler: unknown = (reply as { readonly filler?: unknown } | null)?.filler;
  return typeof filler === 'string' ? { state: 'answered', bytes: Buffer.byteLength(filler) } : strange;
}
