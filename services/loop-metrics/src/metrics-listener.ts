import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

/** Serves `GET /metrics`, and nothing else. Resolves to the port; rejects with the system's error when it cannot listen. */
export async function listenForScrapes(
  registry: Registry,
  onScrape: () => void,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<number> {
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    const body = await registry.metrics();
    onScrape();
    response.writeHead(200, { 'content-type': registry.contentType }).end(body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}
