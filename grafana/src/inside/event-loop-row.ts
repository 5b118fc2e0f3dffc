import { stalledSeconds } from '../shared/limits.ts';
import { limitedBy, lines } from '../shared/lines.ts';
import { overTime } from '../shared/prometheus.ts';
import { cellName, peak, perCell, recorded } from '../shared/trial.ts';
import { silent } from './silent.ts';

export const eventLoopPanels = () => [
  limitedBy(
    lines({
      title: 'Event loop stall',
      description:
        'For how long the loop has not turned, seen from another thread at each scrape; 0 while it turns. It can last far longer than one handler, because the loop works off every pending socket before it turns. Above 0.5 s (dashed) an alert fires. FastAPI runs its sync handlers in threads: its loop turns meanwhile.',
      unit: 's',
      nothing: silent('stall of an event loop'),
    }),
    stalledSeconds,
  )
    .span(8)
    .withTarget(overTime('A', perCell(peak(recorded.loopStall)), cellName)),

  lines({
    title: 'Event loop utilisation',
    description:
      'Share of the last 5 s in which the loop was busy. A blocked loop is busy, also when it only waits.',
    unit: 'percentunit',
    nothing: silent('utilisation of an event loop'),
  })
    .span(8)
    .max(1)
    .withTarget(overTime('A', perCell(peak(recorded.loopUtilization)), cellName)),

  lines({
    title: 'Event loop lag',
    description: 'By how much the last heartbeat of the loop came late, or is late now.',
    unit: 's',
    nothing: silent('lag of an event loop'),
  })
    .span(8)
    .withTarget(overTime('A', perCell(peak(recorded.loopLag)), cellName)),
];
