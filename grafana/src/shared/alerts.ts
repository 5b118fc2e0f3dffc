import {
  type AnnotationQueryBuilder,
  type Panel,
  PanelBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { colour } from './colours.ts';
import { mark } from './frame.ts';
import { stackedBars } from './lines.ts';
import { painted } from './override.ts';

/** Those of other runs are left out; those of the service itself know no run. */
const firing = 'max_over_time(ALERTS{alertstate="firing", run=~"$run|"}[$__interval])';
/** A region for each time that an alert fired. */
export const alertsFired = (): AnnotationQueryBuilder =>
  mark('Alerts', colour.bad, firing)
    .titleFormat('{{alertname}}')
    .textFormat('{{service}}{{endpoint}} {{severity}}');

export const alertPanels = () => [
  stackedBars(
    {
      title: 'Alerts over time',
      description:
        'How many alerts of prometheus/rules/alerts.yml fired, by name. A stalled event loop is what a blocking endpoint is there to show.',
      unit: 'short',
      nothing: 'No alert fired in this time range',
    },
    `count by (alertname) (${firing})`,
    '{{alertname}}',
  )
    .span(16)
    .decimals(0)
    .overrideByName('SubjectDown', [painted(colour.bad)])
    .overrideByName('RequestsFail', [painted('dark-red')])
    .overrideByName('EventLoopStalled', [painted(colour.doubtful)])
    .overrideByName('GeneratorSaturated', [painted('purple')])
    .overrideByName('GeneratorDropsIterations', [painted('dark-purple')]),
  alertsNow(),
];

/** Grafana's own list, for which the SDK has no builder. */
function alertsNow(): { build(): Panel } {
  return new PanelBuilder()
    .type('alertlist')
    .title('Alerts now')
    .description('What fires at this moment, with what to do about it.')
    .span(8)
    .height(8)
    .options({
      viewMode: 'list',
      groupMode: 'default',
      groupBy: [],
      maxItems: 20,
      // By importance.
      sortOrder: 3,
      dashboardAlerts: false,
      alertName: '',
      alertInstanceLabelFilter: '',
      // By its name, in grafana/provisioning/datasources/prometheus.yml.
      datasource: 'Prometheus',
      showInstances: true,
      stateFilter: {
        firing: true,
        pending: true,
        recovering: false,
        noData: false,
        normal: false,
        error: true,
      },
    });
}
