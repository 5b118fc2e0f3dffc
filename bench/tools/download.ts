import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Agent, interceptors, request } from 'undici';
import { downloadProgress } from './progress.ts';
import { reasonOf } from './reason.ts';
import type { Reporting } from './reporting.ts';
import type { Limits } from './supply.ts';

const mostRedirects = 5;
const mostBytes = 500e6;

/**
 * Downloads `url` into `file` and checks its SHA-256. A failure may leave a partial file.
 * @param name what the progress lines call it
 * @throws Error with the address and the reason; the signal's reason when that aborts
 */
export async function download(
  { url, sha256, name }: { url: string; sha256: string; name: string },
  file: string,
  limits: Limits,
  { announce, signal }: Reporting,
): Promise<void> {
  const over = new AbortController();
  const stop = (): void => over.abort(signal.reason);
  const limit = setTimeout(
    () => over.abort(new Error(`not done within ${limits.downloadSeconds} s`)),
    limits.downloadSeconds * 1000,
  );
  signal.addEventListener('abort', stop);
  const agent = patientAgent(limits);
  try {
    signal.throwIfAborted();
    const hash = createHash('sha256');
    await receive(url, file, hash, downloadProgress(name, announce), agent, over.signal);
    const actual = hash.digest('hex');
    if (actual !== sha256) throw new Error(`its SHA-256 is ${actual}, expected ${sha256}`);
  } catch (error) {
    signal.throwIfAborted();
    const cause = over.signal.aborted ? over.signal.reason : error;
    throw new Error(`${url}: ${reasonOf(cause)}`, { cause });
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', stop);
    await agent.destroy();
  }
}

function patientAgent({ connectSeconds, answerSeconds, idleSeconds }: Limits): Agent {
  return new Agent({
    connect: { timeout: connectSeconds * 1000 },
    headersTimeout: answerSeconds * 1000,
    bodyTimeout: idleSeconds * 1000,
  });
}

async function receive(
  url: string,
  file: string,
  hash: Hash,
  progress: (receivedBytes: number, totalBytes: number | null) => void,
  agent: Agent,
  signal: AbortSignal,
): Promise<void> {
  const dispatcher = agent.compose(interceptors.redirect({ maxRedirections: mostRedirects }));
  const { statusCode, headers, body } = await request(url, { dispatcher, signal });
  if (statusCode !== 200) {
    body.on('error', () => {}).destroy();
    throw new Error(`answered ${statusCode}, expected 200`);
  }
  const totalBytes = Number(headers['content-length']) || null;
  let receivedBytes = 0;
  const heed = async function* (pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      receivedBytes += piece.length;
      if (receivedBytes > mostBytes) throw new Error(`longer than ${mostBytes / 1e6} MB`);
      hash.update(piece);
      progress(receivedBytes, totalBytes);
      yield piece;
    }
  };
  await pipeline(body, heed, createWriteStream(file), { signal });
}
