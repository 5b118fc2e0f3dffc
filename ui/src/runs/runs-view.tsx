import type { RunRow } from '@headroom/contract/live.ts';
import { liveRoutes } from '@headroom/contract/live-routes.ts';
import { useRef, useState } from 'react';
import type { LabApi } from '../api/lab-api.ts';
import { addresses } from '../routing.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { pairOf } from './pair.ts';
import { RunTableRow } from './run-table-row.tsx';
import { useRuns } from './use-runs.ts';

interface Props {
  readonly api: LabApi;
  /** Changes when a run begins or ends, for then the list is another one. */
  readonly occasion: string;
}

/** The stored runs: to read, hold against each other, carry on, take away and delete. */
export function RunsView({ api, occasion }: Props) {
  const { rows, problem, reload } = useRuns(api, occasion);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [deleting, setDeleting] = useState<RunRow | null>(null);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [news, setNews] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  const pair = pairOf(rows ?? [], chosen);

  function choose(runId: string, isChosen: boolean) {
    const next = new Set(chosen);
    if (isChosen) next.add(runId);
    else next.delete(runId);
    setChosen(next);
  }

  async function remove({ runId }: RunRow) {
    const answer = await api.remove(runId);
    if (!answer.ok) return setProblems({ [runId]: answer.problem.message });
    choose(runId, false);
    setProblems({});
    setNews(`Deleted ${runId}.`);
    await reload();
    // The button that had the focus is gone.
    heading.current?.focus();
  }

  async function resume({ runId }: RunRow) {
    const answer = await api.resume(runId);
    if (!answer.ok) return setProblems({ [runId]: answer.problem.message });
    location.hash = addresses.run;
  }

  return (
    <section className="runs" aria-labelledby="runs-heading">
      <div className="section-head">
        <h1 id="runs-heading" ref={heading} tabIndex={-1}>
          Runs
        </h1>
        {rows !== null && rows.length > 1 && (
          <p className="compare">
            {pair ? (
              <a className="button primary" href={liveRoutes.compare(...pair)}>
                Compare
              </a>
            ) : (
              <span className="quiet">Choose two runs to compare them.</span>
            )}
          </p>
        )}
      </div>
      <p className="unseen" role="status">
        {news}
      </p>
      {problem !== null && (
        <p className="error" role="alert">
          {problem}{' '}
          <button type="button" onClick={reload}>
            Try again
          </button>
        </p>
      )}
      {rows?.length === 0 && (
        <p className="empty">
          No run is stored yet. <a href={addresses.run}>Start one</a>, or run <code>make bench</code> in a
          terminal: its runs are listed here too.
        </p>
      )}
      {rows !== null && rows.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">Compare</span>
              </th>
              <th scope="col">Run</th>
              <th scope="col">Begun</th>
              <th scope="col">Preset</th>
              <th scope="col" className="number">
                Trials
              </th>
              <th scope="col">State</th>
              <th scope="col">
                <span className="unseen">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <RunTableRow
                key={row.runId}
                row={row}
                isChosen={chosen.has(row.runId)}
                isFull={pair !== null}
                problem={problems[row.runId]}
                onChoose={(isChosen) => choose(row.runId, isChosen)}
                onDelete={() => setDeleting(row)}
                onResume={() => resume(row)}
              />
            ))}
          </tbody>
        </table>
      )}
      {deleting && (
        <DeleteDialog
          key={deleting.runId}
          row={deleting}
          onConfirm={() => remove(deleting)}
          onCancel={() => setDeleting(null)}
        />
      )}
    </section>
  );
}
