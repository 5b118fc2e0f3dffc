import { BenchError } from '@headroom/contract/errors.ts';
import type { Started } from '@headroom/contract/live.ts';
import { liveRoutes } from '@headroom/contract/live-routes.ts';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { pairPage } from '../report-pair.ts';
import { carryOutDeletion, deletionOf } from '../runs/delete-runs.ts';
import type { Conductor } from './conductor.ts';
import { absent } from './problems.ts';
import { runArchive } from './run-archive.ts';
import { runRows } from './run-rows.ts';
import type { Limits } from './security/limits.ts';
import { reportPolicy } from './security/report-policy.ts';
import { readRunFile, storedRunFolder } from './stored-run-folder.ts';

type OfRun = { Params: { id: string } };
type OfPair = { Params: { base: string; head: string } };

/** The runs of the results folder: listing, reading, deleting them, and going on with one. */
export function addRunsRoutes(
  app: FastifyInstance,
  conductor: Conductor,
  out: string,
  { heavyRequests }: Limits,
): void {
  const rows = runRows(out);
  const inHand = () => conductor.current()?.runId ?? null;
  const heavy = {
    config: { rateLimit: { max: heavyRequests.most, timeWindow: heavyRequests.perSeconds * 1000 } },
  };
  /** One that is complete as it lies there: the one in hand is being written. */
  const readable = (name: string) => {
    const folder = storedRunFolder(out, name);
    if (folder.runId !== inHand()) return folder;
    throw absent(`${folder.runId} is in hand: its report is written when it ends.`);
  };

  app.get(liveRoutes.runs, async () => ({ runs: await rows.newest(inHand()) }));

  app.delete<OfRun>('/api/runs/:id', ({ params: { id } }, reply) => {
    // No folder has such a name, and no look for one may be taken.
    if (id.includes('\0')) throw absent(`There is no run ${JSON.stringify(id)}.`);
    const deletion = deletionOf(out, [id]);
    if (deletion.runs.some(({ run }) => run.folder.runId === inHand())) {
      throw new BenchError('BENCH_SERVE_BUSY', `${inHand()} is in hand: stop it before it is deleted.`);
    }
    carryOutDeletion(out, deletion);
    return reply.code(204).send();
  });

  app.post<OfRun>('/api/runs/:id/resume', async ({ params: { id } }, reply) => {
    const runId = await conductor.resume(storedRunFolder(out, id).runId);
    return reply.code(202).send({ runId } satisfies Started);
  });

  app.get<OfRun>('/runs/:id/report.html', async ({ params: { id } }, reply) => {
    const { reportHtml, runId } = readable(id);
    return sendReport(reply, await readRunFile(reportHtml, runId));
  });

  app.get<OfRun>('/runs/:id/report.json', async ({ params: { id } }, reply) => {
    const { reportJson, runId } = readable(id);
    return reply.type('application/json; charset=utf-8').send(await readRunFile(reportJson, runId));
  });

  app.get<OfRun>('/runs/:id/download', heavy, ({ params: { id } }, reply) => {
    const { name, content } = runArchive(storedRunFolder(out, id));
    return reply
      .type('application/gzip')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(content);
  });

  app.get<OfPair>('/runs/:base/compare/:head', heavy, async ({ params }, reply) => {
    const [base, head] = [readable(params.base), readable(params.head)];
    return sendReport(reply, await pairPage(out, base, head));
  });
}

function sendReport(reply: FastifyReply, page: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', reportPolicy(page))
    .send(page);
}
