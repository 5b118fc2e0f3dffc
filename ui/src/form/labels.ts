/** What the fields of a start are called on the page. */
export const labels = {
  kind: 'Measure',
  endpoint: 'User class',
  subject: 'Subject',
  users: 'Number of users',
  spawnRate: 'Spawn rate',
  thinkMinSeconds: 'Think time from',
  thinkMaxSeconds: 'Think time to',
  warmupSeconds: 'Warm-up',
  durationSeconds: 'Duration',
  bystandersPerSecond: 'Bystanders',
  preset: 'Preset',
} as const;

/** The lab's sentences begin with the name of a field: here with what the form calls it. */
export const inLabels = (message: string): string =>
  message.replace(/(^|; )(\w+)(?= is )/g, (_, before: string, field: string) => before + labelOf(field));

/** The lab's sentence on a field, for a place that has its label already. */
export const besideLabel = (field: string, message: string): string =>
  message.startsWith(`${field} is `) ? message.slice(`${field} is `.length) : message;

const labelOf = (field: string): string =>
  Object.hasOwn(labels, field) ? labels[field as keyof typeof labels] : field;
