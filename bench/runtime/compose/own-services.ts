import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnSubject } from '@headroom/contract/own-subject.ts';
import type { SubjectSettings } from '../../config/bench-config.ts';
import type { Environment } from '../../config/environment.ts';
import { watch } from '../native/watchdog/watch.ts';
import { compose, composeWords, watchDocker } from './docker.ts';
import { labFolder } from './lab-folder.ts';

type Own = SubjectSettings['own'];

/** No service of docker-compose.yml has such a name. */
export const ownService = (subject: string): string => `own-${subject}`;

/**
 * Images of the user's own as services of Compose, to be read after docker-compose.yml: pinned and hardened like the
 * lab's own. Commands are none of them.
 * @param withInit subjects whose image brings an init of its own
 */
export function ownServicesFile(
  own: Own,
  withInit: readonly string[] = [],
): { readonly services: Readonly<Record<string, object>> } {
  const services = Object.entries(own).flatMap(([name, subject]) =>
    subject.start.kind === 'image'
      ? [[ownService(name), serviceOf(subject, subject.start.image, !withInit.includes(name))] as const]
      : [],
  );
  return { services: Object.fromEntries(services) };
}

function serviceOf({ port, metrics, environment }: OwnSubject, image: string, init: boolean): object {
  const ports = [...new Set([port, metrics?.port ?? port])];
  return {
    image: literal(image),
    // Only ever started by name.
    profiles: ['own'],
    init,
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    networks: ['lab'],
    logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '2' } },
    environment: Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, literal(value)]),
    ),
    ports: ports.map((one) => `127.0.0.1:${one}:${one}`),
    cpuset: fromEnv('SUBJECT_CPUS'),
    mem_limit: fromEnv('SUBJECT_MEMORY'),
    memswap_limit: fromEnv('SUBJECT_MEMORY'),
    ulimits: { nofile: fromEnv('OPEN_FILES') },
    pids_limit: 256,
    tmpfs: ['/tmp'],
    stop_grace_period: '5s',
    // Whatever its image asks for: the runner asks it itself, and then leaves it alone.
    healthcheck: { disable: true },
  };
}

/** As docker-compose.yml has it. */
const fromEnv = (variable: string): string => `\${${variable}:?set in .env}`;

/** Compose would read a dollar sign as the beginning of a variable. */
const literal = (text: string): string => text.replaceAll('$', '$$$$');

/** The services of a run's own images, for as long as the run takes. */
export interface OwnServices {
  /** Read by Compose after docker-compose.yml; null where the run has none. */
  readonly file: string | null;
  /** Removes their containers, and the file. */
  remove(): Promise<void>;
}

/** Writes the file of those of these subjects that are images, where the lab's lock lies too. */
export function writeOwnServices(
  own: Own,
  subjects: readonly string[],
  environment: Environment,
  withInit: readonly string[] = [],
): OwnServices {
  const asked = Object.fromEntries(Object.entries(own).filter(([name]) => subjects.includes(name)));
  const content = ownServicesFile(asked, withInit);
  const services = Object.keys(content.services);
  if (services.length === 0) return { file: null, remove: async () => undefined };
  const file = join(labFolder(environment), `${environment.COMPOSE_PROJECT_NAME}.own-services.json`);
  const words = ['rm', '--force', '--stop', '--volumes', ...services];
  const unwatch = [watchDocker(composeWords(words, file)), watch({ kind: 'path', path: file })];
  // What the services are told is for their user alone.
  writeFileSync(file, JSON.stringify(content, null, 2), { mode: 0o600 });
  return {
    file,
    remove: async () => {
      await compose(words, { furtherFile: file });
      rmSync(file, { force: true });
      for (const off of unwatch) off();
    },
  };
}
