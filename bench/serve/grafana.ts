import { request } from 'undici';

const patienceMilliseconds = 300;

/** Where the lab's Grafana answers at this moment, by its health check; null where it does not. */
export async function grafanaUrl(port: number): Promise<string | null> {
  const url = `http://127.0.0.1:${port}`;
  try {
    const signal = AbortSignal.timeout(patienceMilliseconds);
    const { statusCode, body } = await request(`${url}/api/health`, { signal });
    const health: unknown = await body.json();
    const isGrafana = typeof health === 'object' && health !== null && 'database' in health;
    return statusCode === 200 && isGrafana ? `${url}/` : null;
  } catch {
    return null;
  }
}
