import { BenchError } from '@headroom/contract/errors.ts';
import { type Dispatcher, request } from 'undici';
import { parseExposition } from '../collect/exposition.ts';
import { loopStall } from '../collect/loop-stall.ts';
import type { RunningSubject } from '../runtime/runtime.ts';

const mostBytes = 4 * 1024 ** 2;

/** Reads a page of metrics. Rejects where it answers another status than 200, or is longer than any such page. */
export function scrapeOf(url: string, dispatcher: Dispatcher): NonNullable<RunningSubject['scrape']> {
  return async (signal) => {
    const { statusCode, body } = await request(url, { dispatcher, signal });
    if (statusCode !== 200) {
      body.on('error', () => undefined).destroy();
      throw new Error(`the metrics page answered ${statusCode}`);
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw new Error(`the metrics page is longer than ${mostBytes} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  };
}

function whyNot(cause: unknown, timeoutSeconds: number): string {
  if (!(cause instanceof Error)) return 'no reason';
  if (cause.name === 'TimeoutError') return `no answer within ${timeoutSeconds} s`;
  return 'code' in cause ? String(cause.code) : cause.message;
}

/**
 * @param shown the address as it may be shown
 * @returns whether the page tells of the event loop @throws BenchError BENCH_PROBE_NO_ANSWER
 */
export async function demandMetrics(
  url: string,
  shown: string,
  dispatcher: Dispatcher,
  timeoutSeconds: number,
): Promise<boolean> {
  try {
    const page = await scrapeOf(url, dispatcher)(AbortSignal.timeout(timeoutSeconds * 1000));
    return loopStall(parseExposition(page)) !== null;
  } catch (cause) {
    const reason = whyNot(cause, timeoutSeconds);
    throw new BenchError(
      'BENCH_PROBE_NO_ANSWER',
      `--metrics ${shown} gave no page of metrics (${reason}): expected status 200 and text. Check the address, or leave --metrics out.`,
      { cause },
    );
  }
}
