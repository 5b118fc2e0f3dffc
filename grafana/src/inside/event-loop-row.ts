import { metricNames } from '@headroom/contract/metric-names.ts';
import { dashed, lines } from '../shared/lines.ts';
import { overTime } from '../shared/prometheus.ts';
import { cellName, chosen, inTrial, perCell, recorded } from '../shared/trial.ts';

export const eventLoopPanels = () => [
  lines({
    title: 'Event loop stall',
    description:
      'For how long the loop has not turned, seen from another thread at each scrape; 0 while it turns. It can last far longer than one handler, because the loop works off every pending socket before it turns. Above 0.5 s (dashed) an alert fires.',
    unit: 's',
  })
    .withTarget(overTime('A', perCell(inTrial(metricNames.stallCurrent)), cellName))
    .withTarget(overTime('B', 'vector(0.5)', 'alert'))
    .overrideByQuery('B', dashed),

  lines({
    title: 'Event loop utilisation',
    description:
      'Share of the last 5 s in which the loop was busy. A blocked loop is busy, also when it only waits.',
    unit: 'percentunit',
  })
    .withTarget(overTime('A', perCell(`${recorded.loopUtilization}{${chosen()}}`), cellName))
    .max(1),

  lines({
    title: 'Event loop lag',
    description: 'By how much the last heartbeat of the loop came late, or is late now.',
    unit: 's',
  }).withTarget(overTime('A', perCell(inTrial(metricNames.loopLag)), cellName)),
];
