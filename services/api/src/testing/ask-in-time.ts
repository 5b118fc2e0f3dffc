// For applications that give up soon: on a slow machine that may be too soon for what is to succeed.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

type Answer = Awaited<ReturnType<NestFastifyApplication['inject']>>;

/** Asks until an answer is none of those that only tell of a slow machine. */
const askUntil =
  (isTelling: (answer: Answer) => boolean) =>
  async (app: NestFastifyApplication, path: string): Promise<Answer> => {
    for (;;) {
      const answer = await app.inject(path);
      if (isTelling(answer)) return answer;
    }
  };

/** The first answer that does not tell of a time limit that was missed. */
export const askInTime = askUntil(({ body }) => !/ within [\d.]+ s\./.test(body));

/** The first answer of the thread of a `sync` route: a request that does not wait for as long as its start takes fails. */
export const askThread = askUntil(({ statusCode }) => statusCode !== 500);
