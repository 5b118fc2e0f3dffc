// For applications that give up soon: on a slow machine that may be too soon for what is to succeed.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** The first answer that does not tell of a time limit that was missed. */
export async function askInTime(app: NestFastifyApplication, path: string) {
  for (;;) {
    const answer = await app.inject(path);
    if (!/ within [\d.]+ s\./.test(answer.body)) return answer;
  }
}

/** Has the thread of a `sync` route start, which fails the requests that do not wait for as long as that takes. */
export async function startThread(app: NestFastifyApplication, path: string): Promise<void> {
  while ((await app.inject(path)).statusCode === 500);
}
