import { describe, expect, it } from 'vitest';
import { isTuning, tuningIn } from './tuning.ts';

describe('a variable that tunes programs', () => {
  it.each([
    ...['UV_THREADPOOL_SIZE', 'UV_USE_IO_URING', 'NODE_ENV', 'GOMAXPROCS', 'GODEBUG', 'GOGC', 'GOMEMLIMIT'],
    ...['PYTHONOPTIMIZE', 'PYTHONHASHSEED', 'MALLOC_ARENA_MAX', 'LD_PRELOAD', 'GLIBC_TUNABLES', 'RUBYOPT'],
    ...['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', 'WEB_CONCURRENCY', 'OMP_NUM_THREADS', 'RUBY_YJIT_ENABLE'],
    ...['DENO_V8_FLAGS', 'BUN_JSC_useJIT', 'DOTNET_gcServer', 'DOTNET_PROCESSOR_COUNT'],
  ])('is %s', (name) => {
    expect(isTuning(name)).toBe(true);
  });

  it.each([
    ...[
      'SSL_CERT_FILE',
      'NODE_EXTRA_CA_CERTS',
      'PATH',
      'HOME',
      'LANG',
      'TMPDIR',
      'LD_LIBRARY_PATH',
      'GOPATH',
    ],
    ...[
      'NODE_IMAGE',
      'PYTHON_IMAGE',
      'PYTHON_VERSION',
      'DOTNET_ROOT',
      'BUN_INSTALL',
      'UV_CACHE_DIR',
      'API_PORT',
    ],
  ])('is not %s', (name) => {
    expect(isTuning(name)).toBe(false);
  });
});

it('what is kept of them is in order of their names, and holds nothing that may be secret', () => {
  const secrets = ['hunter2', 'AKIA'];
  const kept = tuningIn({
    UV_THREADPOOL_SIZE: '1',
    NODE_ENV: 'production',
    PYTHONPATH: undefined,
    PATH: '/bin',
    ASPNETCORE_Kestrel__Certificates__Default__Password: secrets[0],
    RAILS_MASTER_KEY: secrets[1],
    JAVA_TOOL_OPTIONS: `-Djavax.net.ssl.keyStorePassword=${secrets[0]}`,
    GUNICORN_CMD_ARGS: `--statsd-host http://user:${secrets[0]}@host`,
  });
  expect(Object.entries(kept)).toEqual([
    ['GUNICORN_CMD_ARGS', null],
    ['JAVA_TOOL_OPTIONS', null],
    ['NODE_ENV', 'production'],
    ['UV_THREADPOOL_SIZE', '1'],
  ]);
});
