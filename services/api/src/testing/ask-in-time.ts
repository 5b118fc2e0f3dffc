// For applications that give up soon: on a slow machine that may be too soon for what is to succeed.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** The first answer that does not tell of a time limit that was missed. */
export async function askInTime(app: NestFastifyApplication, path: string) {
  for (;;) {
    const answer = await app.inject(path);
    if (!/ within [\d.]+ s\./.test(answer.body)) return answer;
  }
}

/** The first answer of the thread of a `sync` route: a request that does not wait for as long as its start takes fails. */
export async function askThread(app: NestFastifyApplication, path: string) {
  for (;;) {
    const answer = await app.inject(path);
    if (answer.statusCode !== 500) return answer;
  }
}
