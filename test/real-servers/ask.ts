import { Agent, get } from 'node:http';

const limitSeconds = 30;

/**
 * Asks once, and reads the whole answer.
 * @param agent keeps the connection; without one it is closed afterwards
 * @returns seconds that it took
 * @throws Error for any status but 200 and where no answer comes within half a minute; AbortError when the signal aborts
 */
export function ask(url: string, signal: AbortSignal, agent: Agent = new Agent()): Promise<number> {
  const beganAt = performance.now();
  return new Promise((resolve, reject) => {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(limitSeconds * 1000)]);
    const request = get(url, { agent, signal: limited }, (response) => {
      response.on('error', reject).on('end', () => {
        if (response.statusCode === 200) resolve((performance.now() - beganAt) / 1000);
        else reject(new Error(`status ${response.statusCode}`));
      });
      response.resume();
    });
    request.on('error', reject);
  });
}
