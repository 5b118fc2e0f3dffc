import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { errnoOf } from '../collect/errno.ts';

/** A reader that has been started with the command may still be on its way, and one that reads may pause. */
const usualPatienceSeconds = 10;
const pollMilliseconds = 20;

/**
 * Opens a FIFO or a device that is there and writes to it. One that nobody reads is waited for, but not for ever; a
 * reader that closes its end has had enough.
 * @throws the error of the system: ENXIO when nobody has opened a FIFO to read it, EAGAIN when its reader does not read
 */
export async function writeStream(
  path: string,
  content: string,
  patienceSeconds = usualPatienceSeconds,
): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
  const descriptor = await whileItSays('ENXIO', () => openSync(path, flags), patienceSeconds);
  try {
    await writeDescriptor(descriptor, content, patienceSeconds);
  } finally {
    closeSync(descriptor);
  }
}

/** The same for what is open already, and stays open. */
export async function writeDescriptor(
  descriptor: number,
  content: string,
  patienceSeconds = usualPatienceSeconds,
): Promise<void> {
  const bytes = Buffer.from(content);
  let written = 0;
  try {
    while (written < bytes.length) {
      written += await whileItSays('EAGAIN', () => writeSync(descriptor, bytes, written), patienceSeconds);
    }
  } catch (error) {
    if (errnoOf(error) !== 'EPIPE') throw error;
  }
}

async function whileItSays<T>(code: string, attempt: () => T, patienceSeconds: number): Promise<T> {
  const deadline = performance.now() + patienceSeconds * 1000;
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (errnoOf(error) !== code || performance.now() > deadline) throw error;
    }
    await setTimeout(pollMilliseconds);
  }
}
