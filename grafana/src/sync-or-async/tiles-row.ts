import { colour, thresholds } from '../shared/colours.ts';
import { failingShare, halfIdeal, nearlyIdeal, saturatedShare } from '../shared/limits.ts';
import { tile } from '../shared/tile.ts';
import { chosen, final, medianOfRepeats, recorded, written } from '../shared/trial.ts';
import { everything } from '../shared/window.ts';

const failed = `sum(${final(recorded.failed)})`;
const requests = `sum(histogram_count(${final(recorded.latencies)}) or 0 * ${final(recorded.failed)}) + ${failed}`;

/** The run in one line: all chosen trials together, whatever the time range. */
export const tilePanels = () => [
  tile(
    {
      title: 'Requests',
      description: 'Answered inside the measured windows of all chosen trials, rightly or not.',
      unit: 'short',
    },
    requests,
  ),
  tile(
    {
      title: 'Failed',
      description:
        'Those of them without the right answer: none at all, or another status. Green is none; red is more than 1 %, at which an alert fires.',
      unit: 'percentunit',
    },
    `${failed} / (${requests})`,
    thresholds(colour.good, [Number.MIN_VALUE, colour.doubtful], [failingShare, colour.bad]),
  ),
  tile(
    {
      title: 'Not sent',
      description:
        'Requests that were due and found no free user to send them (dropped iterations): the load was less than planned. Only with --rate; users send as fast as they are answered.',
      unit: 'short',
      nothing: 'none',
    },
    `sum(${final(recorded.dropped)})`,
    thresholds(colour.good, [1, colour.bad]),
  ),
  tile(
    {
      title: 'Peak rate',
      description: 'Most right answers a second over any 5 s of the chosen trials.',
      unit: 'reqps',
    },
    `max(max_over_time(${recorded.throughputNow}{${chosen()}}${everything}))`,
  ),
  tile(
    {
      title: 'p95',
      description:
        'Of all right answers of the chosen trials together: choose one endpoint and one level to have that of a cell. Who waited in vain is not in it. From 100 answers on.',
      unit: 's',
      nothing: 'too few',
    },
    `histogram_quantile(0.95, sum(${final(recorded.latencies)})) and histogram_count(sum(${final(recorded.latencies)})) >= 100`,
  ),
  tile(
    {
      title: 'Users',
      description:
        'Most users at a time that a chosen trial planned; with --rate, most that may wait at once. How many of them got an answer at all Prometheus is not told: the report says it.',
      unit: 'short',
    },
    `max(${final(written.plannedUsers)})`,
  ),
  tile(
    {
      title: 'Least share of ideal',
      description:
        'Of the chosen cells, the one that is furthest from a server that never queues: red below a half, green from 90 % on.',
      unit: 'percentunit',
      nothing: 'no ideal is known',
    },
    `min(${medianOfRepeats(recorded.throughput)} / ${medianOfRepeats(written.idealThroughput)})`,
    thresholds(colour.bad, [halfIdeal, colour.doubtful], [nearlyIdeal, colour.good]),
  ),
  tile(
    {
      title: "k6's CPU share",
      description: 'The most it used of its CPUs. From 80 % on (red) it is k6 that was measured.',
      unit: 'percentunit',
    },
    `max(max_over_time(${written.generatorCpuShare}{${chosen()}}${everything}))`,
    thresholds(colour.good, [saturatedShare, colour.bad]),
  ),
];
