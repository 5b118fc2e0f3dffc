/** The header in which the page sends back the token of GET /api/lab with whatever changes something. */
export const tokenHeader = 'x-headroom-token';

/** Limits of what flags, settings, the page and a stored plan may ask for; for the page the lab's settings may lower them. */
export const ceilings = {
  users: 1000,
  spawnRate: 1000,
  thinkSeconds: 60,
  durationSeconds: 3600,
  warmupSeconds: 600,
  bystandersPerSecond: 100,
  arrivalsPerSecond: 10_000,
} as const;

/**
 * Further routes: GET /runs/:id/report.html and /runs/:id/report.json, GET /runs/:id/download (tar.gz of the run's
 * folder), GET /runs/:base/compare/:head (a page), DELETE /api/runs/:id (204), POST /api/runs/:id/resume (202
 * its run id).
 */
export const liveRoutes = {
  lab: '/api/lab',
  estimate: '/api/estimate',
  runs: '/api/runs',
  users: '/api/runs/current/users',
  stop: '/api/runs/current/stop',
  events: '/api/events',
  run: (runId: string) => `/api/runs/${encodeURIComponent(runId)}`,
  resume: (runId: string) => `/api/runs/${encodeURIComponent(runId)}/resume`,
  report: (runId: string) => `/runs/${encodeURIComponent(runId)}/report.html`,
  download: (runId: string) => `/runs/${encodeURIComponent(runId)}/download`,
  compare: (base: string, head: string) =>
    `/runs/${encodeURIComponent(base)}/compare/${encodeURIComponent(head)}`,
} as const;
