import { resolve } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import type { OwnEndpoint, OwnSubject } from '@headroom/contract/own-subject.ts';
import { endpoints, healthPath, isLabSubject, subjects } from '@headroom/contract/routes.ts';
import { nameInFiles } from '../plan/trial-id.ts';
import type { SubjectSettings } from './bench-config.ts';
import type { ParsedOptions } from './options.ts';
import type { ParsedOwnEndpoint, ParsedOwnSubject } from './own-subject-options.ts';
import { repositoryRoot } from './repository-root.ts';

const usualReadySeconds = 15;
/** It staggers the users, no more. */
const usualServiceSeconds = 0.1;

/**
 * The services of the user's own, with what is usual for all that is not set.
 * @throws BenchError BENCH_CONFIG_INVALID for names, ports or settings that do not go together
 */
export function settleOwnSubjects(given: ParsedOptions['subjects'] = {}): SubjectSettings['own'] {
  for (const name of Object.keys(given)) demandName(name);
  const own = Object.fromEntries(Object.entries(given).map(([name, one]) => [name, settle(name, one)]));
  demandDistinctPorts(own);
  demandDistinctFiles(own);
  return own;
}

function demandName(name: string): void {
  if (isLabSubject(name)) {
    throw invalid(`subjects.${name} has the name of one of the lab's own: expected another name.`);
  }
  if (/^[a-z][a-z0-9-]*$/.test(name)) return;
  throw invalid(
    `subjects has the name ${JSON.stringify(name)}: expected lower-case letters, digits and hyphens, a letter first, such as express.`,
  );
}

function settle(name: string, given: ParsedOwnSubject): OwnSubject {
  const { port, metrics, environment } = given;
  const unnameable = Object.keys(environment ?? {}).find((variable) => !/^[A-Za-z_]\w*$/.test(variable));
  if (unnameable !== undefined) {
    throw invalid(
      `subjects.${name}.environment has the name ${JSON.stringify(unnameable)}: expected letters, digits and "_", no digit first.`,
    );
  }
  const entries = Object.entries(given.endpoints);
  if (entries.length === 0) {
    throw invalid(`subjects.${name}.endpoints is {}: expected at least one, such as "/report".`);
  }
  return {
    start: startOf(name, given),
    port,
    metrics: typeof metrics === 'string' ? { port, path: metrics } : (metrics ?? null),
    // A service is told its port as most hosts tell it.
    environment: { PORT: String(port), ...environment },
    readyPath: given.ready ?? healthPath,
    readyTimeoutSeconds: given.readyTimeout ?? usualReadySeconds,
    bystanderPath: given.bystander ?? null,
    endpoints: entries.map(([path, one]) => endpointOf(name, path, one)),
  };
}

function startOf(name: string, { command, folder, image }: ParsedOwnSubject): OwnSubject['start'] {
  const place = `subjects.${name}`;
  if (image !== undefined) {
    const beside = command ? 'command' : folder === undefined ? null : 'folder';
    if (beside === null) return { kind: 'image', image };
    throw invalid(
      `${place} has an image and a ${beside}: expected a command with its folder, or an image. Remove one of them.`,
    );
  }
  if (command === undefined) {
    throw invalid(
      `${place} has neither command nor image: expected one of them, such as command: ["node", "server.mjs"] or image: "example/mine:1".`,
    );
  }
  return { kind: 'command', command, folder: resolve(repositoryRoot, folder ?? '.') };
}

function endpointOf(subject: string, name: string, given: ParsedOwnEndpoint): OwnEndpoint {
  const place = `subjects.${subject}.endpoints[${JSON.stringify(name)}]`;
  if (!/^\/(?![/\\])[^\s,]*$/.test(name)) {
    throw invalid(
      `${place} has no name for a flag: expected one that begins with one "/", without spaces and commas, such as "/report".`,
    );
  }
  if (given.path === undefined && name.includes('#')) {
    throw invalid(
      `${place} has a "#" in its name and no path: expected a path without it, as what follows "#" is not sent. Set path.`,
    );
  }
  const { method = 'GET', body = null, contentType } = given;
  if (body !== null && (method === 'GET' || method === 'HEAD')) {
    throw invalid(`${place} has a body and the method ${method}: expected another method, such as POST.`);
  }
  if (method === 'HEAD' && given.expectedBody !== undefined) {
    throw invalid(`${place} has an expectedBody and the method HEAD, whose answers have none: remove it.`);
  }
  if (body === null && contentType !== undefined) {
    throw invalid(`${place} has a contentType and no body: expected both, or neither.`);
  }
  return {
    path: name,
    workload: given.workload,
    strategy: given.strategy,
    request: {
      method,
      path: given.path ?? name,
      body,
      ...(body === null ? {} : { contentType: contentType ?? 'application/json' }),
      expectedStatus: given.expectedStatus ?? 200,
      expectedBody: given.expectedBody ?? null,
    },
    serviceSeconds: given.takes ?? usualServiceSeconds,
  };
}

/** A mistake of copying, and two services that are up at once would meet on it. */
function demandDistinctPorts(own: SubjectSettings['own']): void {
  const holders = new Map<number, string>();
  for (const [name, { port, metrics }] of Object.entries(own)) {
    const used = [
      { port, place: `subjects.${name}.port` },
      ...(metrics && metrics.port !== port
        ? [{ port: metrics.port, place: `subjects.${name}.metrics.port` }]
        : []),
    ];
    for (const one of used) {
      const holder = holders.get(one.port);
      if (holder !== undefined) {
        throw invalid(`${one.place} is ${one.port}, which is ${holder} too: expected a port of its own.`);
      }
      holders.set(one.port, one.place);
    }
  }
}

/** Trials have folders by the names of subject and endpoint, in which only letters, digits and dots are told apart. */
function demandDistinctFiles(own: SubjectSettings['own']): void {
  const ofLab = subjects.flatMap((subject) =>
    endpoints.map(({ path }): [string, string] => [nameInFiles(subject, path), `${subject} ${path}`]),
  );
  const taken = new Map(ofLab);
  for (const [subject, { endpoints: all }] of Object.entries(own)) {
    for (const { path } of all) {
      const name = nameInFiles(subject, path);
      const other = taken.get(name);
      if (other !== undefined) {
        throw invalid(
          `subjects.${subject} has the endpoint ${path}, whose files would be those of ${other}: expected names that differ in more than signs and capitals. Rename one; path says what is asked.`,
        );
      }
      taken.set(name, `${subject} ${path}`);
    }
  }
}

const invalid = (message: string): BenchError => new BenchError('BENCH_CONFIG_INVALID', message);
