/** What must not be seen: header values, the body, what the queries say. */
export interface Secrets {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Addresses that are asked, with their queries. */
  readonly urls: readonly string[];
}

/** Shorter values are no secrets, and stand in many a word. */
const shortestSecret = 4;

/** Gives the function that takes secrets out of what others wrote: the logs and last words of the generator. */
export function redactor({ headers, body, urls }: Secrets): (text: string) => string {
  const queries = urls.flatMap((url) => URL.parse(url)?.searchParams ?? []);
  const values = [
    ...Object.values(headers),
    // The token of `Bearer <token>` alone, too.
    ...Object.values(headers).flatMap((value) => value.split(/\s+/)),
    ...(body === null ? [] : [body]),
    ...queries.flatMap((query) => [...query.values()]),
    ...queries.flatMap((query) => [...query.values()].map(encodeURIComponent)),
  ];
  const secrets = [...new Set(values)]
    .filter((value) => value.length >= shortestSecret)
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1)])
    .sort((a, b) => b.length - a.length);
  return (text) =>
    secrets
      .reduce((rest, secret) => rest.replaceAll(secret, '…'), text)
      // Go's JSON spells the & of a query as \u0026; a quote, or the backslash before it, ends the address.
      .replaceAll(/(https?:\/\/[^\s"\\?]+)\?(?:\\u0026|[^\s"\\])+/g, '$1?…');
}
