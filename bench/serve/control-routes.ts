import {
  changeUsersSchema,
  type Lab,
  liveStartSchema,
  presetStartSchema,
  type Start,
  type Started,
  startSchema,
} from '@headroom/contract/live.ts';
import { liveRoutes } from '@headroom/contract/live-routes.ts';
import type { FastifyInstance } from 'fastify';
import type { Conductor } from './conductor.ts';
import { invalidFields, readBody, unexpected } from './read-body.ts';

/** What can be asked for, and the run in hand: starting it, changing its users, ending it. */
export function addControlRoutes(app: FastifyInstance, conductor: Conductor, lab: () => Lab): void {
  app.get(liveRoutes.lab, () => lab());

  app.post(liveRoutes.estimate, ({ body }) => conductor.estimate(readStart(body, lab())));

  app.post(liveRoutes.runs, async ({ body }, reply) => {
    const runId = await conductor.start(readStart(body, lab()));
    return reply.code(202).send({ runId } satisfies Started);
  });

  app.post(liveRoutes.users, ({ body }, reply) => {
    const { users } = readBody(changeUsersSchema, () => ['users'], body);
    demandUsers(users, lab());
    conductor.changeUsers(users);
    return reply.code(202).send();
  });

  app.post(liveRoutes.stop, (_request, reply) => {
    conductor.stop();
    return reply.code(202).send();
  });
}

function readStart(body: unknown, lab: Lab): Start {
  const start = readBody(startSchema, fieldsOfStart, body);
  if (start.kind === 'live') demandUsers(start.users, lab);
  return start;
}

function fieldsOfStart(body: unknown): readonly string[] {
  const isPreset = (body as { kind?: unknown }).kind === 'preset';
  return Object.keys((isPreset ? presetStartSchema : liveStartSchema).shape);
}

/** The lab may allow less than the contract does. */
function demandUsers(users: number, { usersMost }: Lab): void {
  if (users <= usersMost) return;
  throw invalidFields([
    unexpected('users', users, `expected a whole number of users from 1 to ${usersMost}`),
  ]);
}
