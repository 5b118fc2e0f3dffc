/** What came of a request to which there was no whole answer, in words that follow the address. */
export interface NoHttpAnswer {
  /** The name that the system or the client has for it. */
  readonly code: string;
  /** As in "gave an answer in another protocol"; null where the code says it all. */
  readonly what: string | null;
  /** What to do. */
  readonly advice: string;
}

const known: readonly (Omit<NoHttpAnswer, 'code'> & { readonly codes: readonly string[] })[] = [
  {
    codes: ['ECONNREFUSED'],
    what: 'has nobody who listens there',
    advice: 'Start the service, or check host and port.',
  },
  {
    codes: ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'],
    what: 'closed the connection without an answer',
    advice: 'Check the scheme (http or https), and see the log of the service.',
  },
  {
    codes: ['UND_ERR_HEADERS_OVERFLOW'],
    what: 'gave headers that are larger than 16 KiB in all',
    advice: 'Look for a cookie or a header that grows, and ask for a route without it.',
  },
  {
    codes: ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'EPROTO'],
    what: 'does not speak TLS',
    advice: 'Is it http, and not https?',
  },
];

/** Named by its class: undici gives it a code only where its parser has one. */
const unreadable = /^HTTPParserError$/;

/** What an error of undici, or of the system below it, says of the other side. */
export function noHttpAnswer(error: unknown): NoHttpAnswer {
  // Of several attempts, where a name stands for several addresses.
  if (error instanceof AggregateError && error.errors.length > 0) return noHttpAnswer(error.errors[0]);
  if (error instanceof Error && unreadable.test(error.name)) {
    return {
      code: error.name,
      what: `gave an answer that is not HTTP/1.1 (${error.message.replace(/^.*\((.*)\)$/, '$1')})`,
      advice:
        'Is another service on that port, such as a database or SSH, or one that speaks HTTPS or HTTP/2 alone?',
    };
  }
  const code = codeOf(error);
  const {
    what = null,
    advice = 'Check that it is an HTTP service, its scheme (http or https), host and port.',
  } = known.find(({ codes }) => codes.includes(code)) ?? {};
  return { code, what, advice };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason given';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
