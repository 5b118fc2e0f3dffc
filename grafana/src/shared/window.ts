/**
 * A window that holds everything Prometheus keeps, wherever the dashboard's time range ends: what a run came to does not
 * depend on what is looked at. Its 15 days to each side are the retention in prometheus/prometheus.yml.
 */
export const everything = '[30d] offset -15d';
