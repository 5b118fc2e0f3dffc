import { join } from 'node:path';
import type { InstallStep, Prerequisite, RealServer } from './real-server.ts';
import {
  blockedLibuvLoop,
  blockedLoop,
  fiveThreads,
  fiveTiedWorkers,
  fourProcesses,
  growingTo150,
  twoHundredThreads,
  twoStealingWorkers,
  twoTiedLoops,
} from './truth.ts';

const python: Prerequisite = {
  program: 'python3',
  debianPackages: 'python3 python3-venv',
  check: ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'],
};
const compiler: Prerequisite = { program: 'cc', debianPackages: 'build-essential python3-dev' };
const maven: readonly Prerequisite[] = [
  { program: 'java', debianPackages: 'default-jdk' },
  { program: 'javac', debianPackages: 'default-jdk' },
  { program: 'mvn', debianPackages: 'maven' },
];
const nothing = () => [];

const interpreter = (installation: string) => join(installation, '.venv/bin/python');

function installByPip(installation: string): readonly InstallStep[] {
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
  return [
    { command: ['python3', '-m', 'venv', '.venv'], limitSeconds: 60 },
    {
      command: [interpreter(installation), ...pip, '--requirement', 'requirements.txt'],
      limitSeconds: 300,
    },
  ];
}

function installByMaven(_installation: string, installations: string): readonly InstallStep[] {
  const repository = `-Dmaven.repo.local=${join(installations, 'maven')}`;
  return [{ command: ['mvn', '--batch-mode', '--quiet', repository, 'compile'], limitSeconds: 300 }];
}

const startJava = (installation: string, properties: readonly string[], main: string): readonly string[] => [
  'java',
  ...properties,
  '-cp',
  `${join(installation, 'target/classes')}:${join(installation, 'target/dependency/*')}`,
  main,
];

const uvicorn = (loop: 'asyncio' | 'uvloop') => ({
  source: 'uvicorn',
  needs: [python],
  install: installByPip,
  start: ({ installation }: { installation: string }, port: number) => [
    ...[interpreter(installation), '-m', 'uvicorn', 'app:app', '--host', '127.0.0.1', '--port', String(port)],
    ...['--loop', loop, '--http', 'httptools', '--no-access-log'],
  ],
});

/** Every server, in the order in which they are measured. */
export const servers: readonly RealServer[] = [
  {
    name: 'uvicorn',
    ...uvicorn('asyncio'),
    version: { file: 'requirements.txt' },
    versionPattern: /^uvicorn==(\S+)/m,
    truth: blockedLoop,
  },
  {
    name: 'uvicorn-uvloop',
    ...uvicorn('uvloop'),
    version: { file: 'requirements.txt' },
    versionPattern: /^uvloop==(\S+)/m,
    truth: blockedLibuvLoop,
  },
  {
    name: 'puma',
    source: 'puma',
    needs: [{ program: 'puma', debianPackages: 'puma' }],
    install: nothing,
    start: (_place, port) => [
      ...['puma', '--config', '-', '--environment', 'production', '--threads', '5:5'],
      ...['--bind', `tcp://127.0.0.1:${port}`, 'config.ru'],
    ],
    version: { command: ['puma', '--version'] },
    versionPattern: /puma version (\S+)/,
    truth: fiveThreads,
  },
  {
    name: 'starman',
    source: 'starman',
    needs: [{ program: 'starman', debianPackages: 'starman' }],
    install: nothing,
    start: (_place, port) => ['starman', '--workers', '5', '--listen', `127.0.0.1:${port}`, 'app.psgi'],
    version: { command: ['starman', '--version'] },
    versionPattern: /Starman (\S+)/,
    truth: fiveTiedWorkers,
  },
  {
    name: 'apache-prefork',
    source: 'apache',
    needs: [{ program: 'apache2', debianPackages: 'apache2' }],
    install: nothing,
    start: ({ folder }, port) => [
      ...['apache2', '-DFOREGROUND', '-f', join(folder, 'httpd.conf')],
      ...['-C', 'Define MODULES /usr/lib/apache2/modules', '-C', `Define FOLDER ${folder}`],
      ...['-C', `Define PORT ${port}`],
    ],
    version: { command: ['apache2', '-v'] },
    versionPattern: /Apache\/(\S+)/,
    truth: growingTo150,
  },
  {
    name: 'uwsgi',
    source: 'uwsgi',
    needs: [python, compiler],
    install: installByPip,
    start: ({ installation }, port) => [
      ...[join(installation, '.venv/bin/uwsgi'), '--master', '--die-on-term', '--need-app'],
      ...['--http', `127.0.0.1:${port}`, '--processes', '4', '--wsgi-file', 'app.py', '--disable-logging'],
    ],
    version: { file: 'requirements.txt' },
    versionPattern: /^uwsgi==(\S+)/m,
    truth: fourProcesses,
  },
  {
    name: 'spring-mvc',
    source: 'spring',
    needs: maven,
    install: installByMaven,
    start: ({ installation }, port) =>
      startJava(installation, ['-Dserver.address=127.0.0.1', `-Dserver.port=${port}`], 'sleeper.Sleeper'),
    version: { file: 'pom.xml' },
    versionPattern: /spring-boot-starter-web<\/artifactId>\s*<version>([^<]+)/,
    truth: twoHundredThreads,
  },
  {
    name: 'undertow',
    source: 'undertow',
    needs: maven,
    install: installByMaven,
    start: ({ installation }, port) => [...startJava(installation, [], 'sleeper.Sleeper'), String(port)],
    version: { file: 'pom.xml' },
    versionPattern: /undertow-core<\/artifactId>\s*<version>([^<]+)/,
    truth: twoTiedLoops,
  },
  {
    name: 'axum',
    source: 'axum',
    needs: [
      { program: 'cargo', debianPackages: 'cargo' },
      { program: 'cc', debianPackages: 'build-essential' },
    ],
    install: () => [{ command: ['cargo', 'build', '--release', '--locked', '--quiet'], limitSeconds: 600 }],
    start: ({ installation }, port) => [join(installation, 'target/release/sleeper'), String(port)],
    version: { file: 'Cargo.toml' },
    versionPattern: /^axum = \{ version = "=([^"]+)"/m,
    truth: twoStealingWorkers,
  },
];
