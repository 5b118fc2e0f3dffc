import { tokenHeader } from '@headroom/contract/live-routes.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { forbidden } from '../problems.ts';
import { isSameText } from './same-text.ts';
import { namesServer, type ServerAddress } from './server-address.ts';

const fromHere = ['same-origin', 'none'];

/** Serves nobody who takes it for another server. */
export function addOwnHostOnly(app: FastifyInstance, address: () => ServerAddress): void {
  app.addHook('onRequest', async ({ headers: { host } }) => {
    if (namesServer(host, address())) return;
    throw forbidden(
      `This server does not go by the name ${JSON.stringify(host ?? '')}: open the page at the address that headroom serve prints.`,
    );
  });
}

/** Serves no page of another site; only the page itself, which knows the token, can change anything. */
export function addOwnPageOnly(app: FastifyInstance, pageToken: string): void {
  app.addHook('onRequest', async (request) => {
    if (!changesSomething(request)) return demandOwnReader(request);
    demandOwnOrigin(request);
    demandToken(request, pageToken);
  });
}

const changesSomething = ({ method }: FastifyRequest): boolean => method !== 'GET' && method !== 'HEAD';

/** Pages of other sites may link to what can be read, but neither embed it nor ask for data. */
function demandOwnReader(request: FastifyRequest): void {
  const { headers, routeOptions } = request;
  const site = headers['sec-fetch-site'];
  const isFromElsewhere = site !== undefined && !fromHere.includes(String(site));
  // Not the address as it was written, which has many spellings.
  const isData = routeOptions.url?.startsWith('/api/') ?? true;
  const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  const isForeign = headers.origin !== undefined && headers.origin !== originOf(request);
  if ((isFromElsewhere && (isData || !isLink)) || (isData && isForeign)) {
    throw forbidden('A page of another site asked for this: open the live page itself.');
  }
}

function demandOwnOrigin(request: FastifyRequest): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin === originOf(request) && (site === undefined || site === 'same-origin')) return;
  throw forbidden(
    `This did not come from the live page: expected the header Origin: ${originOf(request)}. Use the page itself.`,
  );
}

const originOf = ({ headers }: FastifyRequest): string => `http://${headers.host?.toLowerCase()}`;

function demandToken({ headers }: FastifyRequest, pageToken: string): void {
  const given = headers[tokenHeader];
  if (typeof given === 'string' && isSameText(given, pageToken)) return;
  throw forbidden(
    `The header ${tokenHeader} is ${given === undefined ? 'missing' : 'not that of this server'}: reload the page; the server may have been started anew.`,
  );
}
