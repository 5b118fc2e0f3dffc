/** What the system said of a port on which metrics cannot be served, as an error that names host and port. */
export function listenError(
  host: string,
  port: number,
  failure: { readonly code?: string | undefined; readonly message: string } | undefined,
): Error {
  const reason = failure?.code === 'EADDRINUSE' ? 'the port is taken' : failure?.message;
  return Object.assign(new Error(`Cannot serve metrics on ${host}:${port}: ${reason}.`), {
    code: failure?.code,
  });
}
