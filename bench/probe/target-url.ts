import { BenchError } from '@headroom/contract/errors.ts';

/** A whole http or https address without name or password. */
export interface TargetUrl {
  /** As it is asked. */
  readonly href: string;
  /** Scheme, host and port. */
  readonly origin: string;
  readonly hostname: string;
  /** Host and port as people write them. */
  readonly host: string;
  readonly port: number;
  /** With its query, as it is sent. */
  readonly path: string;
  /** With `?…` for a query, which may hold secrets. */
  readonly shownPath: string;
  readonly shown: string;
}

/**
 * @param name of the flag or argument that it stands in
 * @throws BenchError BENCH_CONFIG_INVALID, which shows no more of it than a record may hold
 */
export function parseTargetUrl(text: string, name: string): TargetUrl {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw refused(
      `${name} is ${JSON.stringify(withoutSecrets(text))}: expected a whole address, such as http://127.0.0.1:3000/orders.`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw refused(
      `${name} holds a user name or a password for ${url.host}: expected an address without, because command lines are seen by others. Send it as a header: --header-env Authorization=VARIABLE.`,
    );
  }
  const { hostname, host, origin, pathname, search } = url;
  const shownPath = search === '' ? pathname : `${pathname}?…`;
  return {
    href: origin + pathname + search,
    origin,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    host,
    port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
    path: pathname + search,
    shownPath,
    shown: origin + shownPath,
  };
}

const refused = (message: string): BenchError => new BenchError('BENCH_CONFIG_INVALID', message);

/** What may be shown of a text that is no address: nothing before an @, and no query. */
function withoutSecrets(text: string): string {
  return text
    .replace(/^.*@/s, '…@')
    .replace(/[?#].*$/s, '?…')
    .slice(0, 200);
}
