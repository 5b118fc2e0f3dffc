import { VizLegendOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import {
  type AnnotationQueryBuilder,
  MappingType,
  type Panel,
  PanelBuilder,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as StateTimelineBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import { byThreshold, colour, thresholds } from './colours.ts';
import { mark } from './frame.ts';
import { overTime, prometheus } from './prometheus.ts';

/** Those of other runs are left out; those of the service itself know no run. */
const firing = 'max_over_time(ALERTS{alertstate="firing", run=~"$run|"}[$__interval])';
const fires: ValueMapping = {
  type: MappingType.ValueToText,
  options: { '1': { text: 'firing', color: colour.bad, index: 0 } },
};

/** A region for each time that an alert fired. */
export const alertsFired = (): AnnotationQueryBuilder =>
  mark('Alerts', colour.bad, firing)
    .titleFormat('{{alertname}}')
    .textFormat('{{service}}{{endpoint}} {{severity}}');

export const alertPanels = () => [
  new StateTimelineBuilder()
    .title('Alerts over time')
    .description(
      'When which alert of prometheus/rules/alerts.yml fired. A stalled event loop is what a blocking endpoint is there to show.',
    )
    .unit('short')
    .noValue('No alert fired in this time range')
    .datasource(prometheus)
    .span(16)
    .height(8)
    .colorScheme(byThreshold())
    .thresholds(thresholds(colour.plain))
    .mappings([fires])
    .legend(new VizLegendOptionsBuilder().showLegend(false).calcs([]))
    .withTarget(overTime('A', `max by (alertname) (${firing})`, '{{alertname}}')),
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
