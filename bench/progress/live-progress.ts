import type { Trial } from '@headroom/contract/records.ts';
import { createLogUpdate } from 'log-update';
import type { Snapshot } from '../collect/series.ts';
import { loadSeconds } from '../model/load-seconds.ts';
import { formatRate, formatSeconds } from '../report/quantities.ts';
import type { Watcher } from '../watcher.ts';
import { forTerminal } from '../words/terminal.ts';
import { describeRecord, describeTrial } from './describe-trial.ts';
import { followSeries } from './follow-series.ts';
import { formatRemaining, remainingTime } from './remaining-time.ts';

const redrawMilliseconds = 250;

/** Progress for a terminal: finished trials above, the one in hand below with its rate and the time left. */
export function liveProgress(stream: NodeJS.WriteStream): Watcher {
  const screen = createLogUpdate(stream);
  const keep = (text: string): void => screen.persist(forTerminal(text));
  const time = remainingTime();
  let left: Trial[] = [];
  let total = 0;
  let startedAt = 0;
  let redraw: NodeJS.Timeout | undefined;
  const elapsed = () => (performance.now() - startedAt) / 1000;

  return {
    begin: (trials) => {
      left = [...trials];
      total = trials.length;
      keep(`${total} ${total === 1 ? 'trial' : 'trials'}, about ${formatRemaining(time.of(left))}.`);
    },
    trialStarted: (trial, files, side) => {
      startedAt = performance.now();
      const follow = followSeries(files.series);
      let latest: Snapshot | undefined;
      redraw = setInterval(() => {
        latest = follow().at(-1) ?? latest;
        const ahead = formatRemaining(time.of(left) - elapsed());
        const place = `${total - left.length + 1}/${total}  ${describeTrial(trial, side)}`;
        screen(forTerminal(`${place}  ${bar(elapsed() / loadSeconds(trial))}  ${now(latest)}${ahead} left`));
      }, redrawMilliseconds);
    },
    trialEnded: (record, side) => {
      clearInterval(redraw);
      const place = `${total - left.length + 1}/${total}`;
      left.shift();
      if (record.state === 'measured') time.learn(record.trial, elapsed());
      keep(`${place}  ${describeTrial(record.trial, side)}: ${describeRecord(record)}`);
    },
    end: () => {
      clearInterval(redraw);
      screen.done();
    },
    say: keep,
  };
}

function now(latest: Snapshot | undefined): string {
  if (!latest) return '';
  const latency =
    latest.medianLatencySeconds === null ? '' : `${formatSeconds(latest.medianLatencySeconds)}  `;
  return `${formatRate(latest.answered)} rps  ${latency}`;
}

function bar(share: number): string {
  const width = 20;
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}
