import type { RunRow } from '@headroom/contract/live.ts';
import { liveRoutes } from '@headroom/contract/live-routes.ts';
import { instant } from '../words/times.ts';
import { isComparable } from './pair.ts';

interface Props {
  readonly row: RunRow;
  readonly isChosen: boolean;
  /** Two others are chosen already. */
  readonly isFull: boolean;
  readonly problem: string | undefined;
  readonly onChoose: (isChosen: boolean) => void;
  readonly onDelete: () => void;
  readonly onResume: () => void;
}

/** One stored run, and what can be done with it. */
export function RunTableRow({ row, isChosen, isFull, problem, onChoose, onDelete, onResume }: Props) {
  const { runId, createdAt, preset, words, state, trials, hasReport } = row;
  const created = instant(createdAt);
  return (
    <tr>
      <td className="choice">
        <label>
          <span className="unseen">Compare {runId}</span>
          <input
            type="checkbox"
            checked={isChosen}
            disabled={!isComparable(row) || (isFull && !isChosen)}
            onChange={({ target }) => onChoose(target.checked)}
          />
        </label>
      </td>
      <th scope="row" className="what">
        {hasReport ? <a href={liveRoutes.report(runId)}>{words}</a> : words}
        <code>{runId}</code>
        {problem && (
          <span className="error" role="alert">
            {problem}
          </span>
        )}
      </th>
      <td className="short">
        {createdAt === null ? (
          created
        ) : (
          <time dateTime={new Date(createdAt * 1000).toISOString()}>{created}</time>
        )}
      </td>
      <td>{preset ?? '–'}</td>
      <td className="number" data-unit={trials === 1 ? 'trial' : 'trials'}>
        {trials}
      </td>
      <td>
        <span className="state" data-state={state}>
          {state}
        </span>
      </td>
      <td className="deeds">
        {state === 'incomplete' && (
          <button type="button" aria-label={`Resume ${runId}`} onClick={onResume}>
            Resume
          </button>
        )}
        <a className="button" href={liveRoutes.download(runId)} download aria-label={`Download ${runId}`}>
          Download
        </a>
        {state !== 'running' && (
          <button type="button" aria-label={`Delete ${runId}`} onClick={onDelete}>
            Delete
          </button>
        )}
      </td>
    </tr>
  );
}
