/** Variables by which run-times, allocators and servers are tuned, whatever program it is; * is any end of a name. */
const tuning: readonly string[] = [
  // Allocators and the loader.
  ...['MALLOC_*', 'GLIBC_TUNABLES', '_RJEM_MALLOC_CONF', 'JE_MALLOC_CONF', 'MIMALLOC_*', 'TCMALLOC_*'],
  ...['LD_PRELOAD', 'LD_AUDIT', 'LD_BIND_NOW', 'LD_DEBUG', 'DYLD_INSERT_LIBRARIES'],
  // Run-times.
  ...['UV_THREADPOOL_SIZE', 'UV_USE_IO_URING', 'NODE_*', 'DENO_*', 'BUN_*'],
  ...['GOMAXPROCS', 'GODEBUG', 'GOGC', 'GOMEMLIMIT', 'GOTRACEBACK', 'GORACE', 'GOCOVERDIR'],
  ...['PYTHON*', 'PYPY_*', 'RUBY*', 'RAILS_*', 'RACK_ENV', 'PERL5OPT', 'PERL5LIB', 'PHP_*', 'PHPRC'],
  ...[
    'JAVA_TOOL_OPTIONS',
    'JAVA_OPTS',
    'JDK_JAVA_OPTIONS',
    '_JAVA_OPTIONS',
    'DOTNET_*',
    'COMPlus_*',
    'ASPNETCORE_*',
  ],
  ...['ERL_*', 'ELIXIR_ERL_OPTIONS', 'GHCRTS', 'RUST_LOG', 'RUST_MIN_STACK', 'TOKIO_*', 'RAYON_*', 'DEBUG'],
  // Threads of libraries that compute, and processes of servers.
  ...['OMP_*', 'OPENBLAS_*', 'MKL_*', 'NUMEXPR_*', 'BLIS_*', 'VECLIB_*'],
  ...['WEB_CONCURRENCY', 'GUNICORN_*', 'UVICORN_*', 'UWSGI_*', 'PUMA_*', 'FLASK_*'],
];
/** Where things are, which they are, how they write, and images of the lab's: they change no figure, or are needed. */
const harmless = new RegExp(
  [
    '^NODE_(EXTRA_CA_CERTS|USE_SYSTEM_CA|AUTH_TOKEN|NO_WARNINGS|COMPILE_CACHE|DISABLE_COMPILE_CACHE)$',
    '^PYTHON(DONTWRITEBYTECODE|PYCACHEPREFIX|UNBUFFERED|IOENCODING|UTF8)$',
    '^(DENO_DIR|DOTNET_NOLOGO|DOTNET_CLI_.*)$',
    '_(IMAGE|VERSION|INSTALL|ROOT|HOME)$',
  ].join('|'),
);

/** Whether a program that inherits a variable of that name may behave in another way, and be measured as another one. */
export const isTuning = (name: string): boolean =>
  !harmless.test(name) &&
  tuning.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one));

const secretName = /KEY|TOKEN|SECRET|PASS|CREDENTIAL|AUTH|COOKIE|PRIVATE|DSN/i;
const secretValue = /(key|token|secret|pass\w*|credential\w*|auth\w*)["']?\s*[=:]|:\/\/[^/\s]*@/i;

/**
 * The variables among these that tune programs, by name, with those values that may be kept: null is one that may be
 * secret, and what is secret by its name is left out.
 */
export function tuningIn(
  variables: Readonly<Record<string, string | undefined>>,
): Record<string, string | null> {
  const found = Object.entries(variables)
    .filter(([name, value]) => value !== undefined && isTuning(name) && !secretName.test(name))
    .map(([name, value = '']) => [name, secretValue.test(value) ? null : value] as const);
  return Object.fromEntries(found.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
