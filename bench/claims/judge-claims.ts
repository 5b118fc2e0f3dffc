import type { Cell, JudgedClaim } from '@headroom/contract/report.ts';
import { findEndpoint, hasSeveralProcesses, subjects } from '@headroom/contract/routes.ts';
import { generatorSaturation } from '../analyse/warnings.ts';
import { isClosed } from '../model/level.ts';
import { users } from '../words/in-words.ts';
import { articleClaims } from './article-claims.ts';
import type { CellQuery, Circumstances, Claim, Judgement } from './claim.ts';

/**
 * The article's claims, which are all of users that wait for their answers, on each subject of a run that serves what they are about. Cells with failed requests or a
 * saturated generator take no part.
 * @param withUnmeasured also list the claims that the run has not the cells for; else they are left out
 */
export function judgeClaims(
  all: readonly Cell[],
  circumstances: Circumstances,
  withUnmeasured: boolean,
  claims: readonly Claim[] = articleClaims,
): JudgedClaim[] {
  const cells = all.filter(isClosed);
  const measured = [...new Set(cells.map(({ subject }) => subject))];
  const judged = claims.flatMap((claim) =>
    measured
      .filter((subject) => claim.needs.every((query) => serves(subject, query)))
      .filter((subject) => isOneProcess(subject) || hasAll(cells, subject, claim))
      .map((subject) => {
        const own = cells.filter((cell) => cell.subject === subject);
        return judgeOn(subject, claim, own, circumstances);
      }),
  );
  return withUnmeasured ? judged : judged.filter(({ verdict }) => verdict !== 'not measured');
}

function judgeOn(
  subject: string,
  claim: Claim,
  own: readonly Cell[],
  circumstances: Circumstances,
): JudgedClaim {
  const { id, sentence, place } = claim;
  const cells = claim.needs.flatMap((query) => find(own, query) ?? []);
  const why = reasonNotMeasured(claim, own) ?? cells.map(reasonUnfit).find((reason) => reason !== null);
  const judgement: Judgement =
    why === undefined ? claim.judge(cells, circumstances) : { verdict: 'not measured', reason: why };
  const provisional = judgement.verdict !== 'not measured' && cells.some(({ repeats }) => repeats < 2);
  return { id, sentence, place, subject, ...judgement, provisional };
}

/** Variants of a service are there for some cells only. */
const isOneProcess = (subject: string): boolean =>
  !subjects.some((name) => name === subject && hasSeveralProcesses(name));

function hasAll(cells: readonly Cell[], subject: string, { needs }: Claim): boolean {
  const own = cells.filter((cell) => cell.subject === subject);
  return needs.every((query) => find(own, query) !== undefined);
}

function serves(subject: string, { endpoint }: CellQuery): boolean {
  return findEndpoint(endpoint)?.subjects.some((name) => name === subject) ?? false;
}

function find(cells: readonly Cell[], { endpoint, vus }: CellQuery): Cell | undefined {
  return cells.find((cell) => cell.endpoint === endpoint && cell.vus === vus);
}

function reasonNotMeasured({ needs }: Claim, own: readonly Cell[]): string | undefined {
  const missing = needs.filter((query) => find(own, query) === undefined);
  if (missing.length === 0) return undefined;
  return `the run has no ${missing.map(({ endpoint, vus }) => `${endpoint} at ${users(vus)}`).join(' and no ')}`;
}

function reasonUnfit({ endpoint, vus, failedRequests, generatorCpuShare }: Cell): string | null {
  const name = `${endpoint} at ${users(vus)}`;
  if (failedRequests > 0) return `${failedRequests} requests failed in ${name}`;
  return (generatorCpuShare ?? 0) >= generatorSaturation ? `the generator was saturated in ${name}` : null;
}
