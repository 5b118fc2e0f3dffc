import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';

/** Provisioned in grafana/provisioning/datasources/prometheus.yml under this uid. */
export const prometheus: DataSourceRef = { type: 'prometheus', uid: 'headroom-prometheus' };

/** A query whose result is drawn over time. */
export function overTime(refId: string, expr: string, legend: string): DataqueryBuilder {
  return query(refId, expr).range().legendFormat(legend);
}

/** A query for the value at the end of the time range. */
export function atTheEnd(refId: string, expr: string, legend: string): DataqueryBuilder {
  return query(refId, expr).instant().legendFormat(legend);
}

/** The same as rows of a table, with the labels as columns. */
export function asRows(refId: string, expr: string): DataqueryBuilder {
  return query(refId, expr).instant().format(PromQueryFormat.Table);
}

function query(refId: string, expr: string): DataqueryBuilder {
  return new DataqueryBuilder().datasource(prometheus).refId(refId).expr(expr);
}
