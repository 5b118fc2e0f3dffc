import type { LabApi } from '../api/lab-api.ts';
import { ChartsSection } from '../charts/charts-section.tsx';
import { EndedTrials } from './ended-trials.tsx';
import { LatestFigures } from './latest-figures.tsx';
import { Links } from './links.tsx';
import { linksNow } from './links-now.ts';
import { progressOf } from './progress.ts';
import { RunEnd } from './run-end.tsx';
import { RunLog } from './run-log.tsx';
import { type LiveState, latestOf, usersOf } from './state.ts';
import { StopButton } from './stop-button.tsx';
import { titleOf } from './title.ts';
import { UsersControl } from './users-control.tsx';

interface Props {
  readonly live: LiveState & { readonly run: NonNullable<LiveState['run']> };
  readonly api: LabApi;
  readonly onAgain: () => void;
}

/** The run in hand, or the last one. */
export function LiveSection({ live, api, onAgain }: Props) {
  const { run, end, trial, trialSince, seconds, log, trialsEnded } = live;
  const progress = progressOf(live);
  const isAfterLoad = run.canChangeUsers && trial?.canChangeUsers === false;
  return (
    <section className="live" aria-labelledby="run-heading">
      <h1 id="run-heading" tabIndex={-1}>
        {titleOf(live)}
      </h1>
      {end ? (
        <RunEnd end={end} onAgain={onAgain} />
      ) : (
        <div className="run-now">
          <p className="progress">
            {progress.words}
            <progress aria-label="Progress of the run" max={1} value={progress.share ?? undefined} />
          </p>
          <div className="controls">
            {trial?.canChangeUsers && <UsersControl api={api} users={usersOf(live)} />}
            <StopButton key={trial?.trialId} api={api} words={isAfterLoad ? 'Skip this' : 'Stop'} />
            <Links links={linksNow(live)} />
          </div>
        </div>
      )}
      <LatestFigures second={latestOf(live)} />
      <ChartsSection seconds={seconds} trial={trial} trialSince={trialSince} startedAt={run.startedAt} />
      <EndedTrials trials={trialsEnded} />
      <RunLog lines={log} />
    </section>
  );
}
