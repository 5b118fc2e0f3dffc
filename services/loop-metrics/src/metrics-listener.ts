import { createServer, type Server } from 'node:http';

interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Serves what `page` gives at `GET /metrics`, and nothing else. Rejects with the system's error when it cannot listen. */
export async function listenForScrapes(
  page: () => Promise<string>,
  contentType: string,
  { host, port }: ListenAddress,
): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    const body = await page();
    response.writeHead(200, { 'content-type': contentType }).end(body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return server;
}
