/** Names of users in the manner of the article, which has the first two, by the endpoint that they ask. */
const userClasses: Readonly<Record<string, string>> = {
  '/sync': 'SyncUser',
  '/async': 'AsyncUser',
  '/cpu': 'CpuUser',
};

/** Null where there is none. */
export const userClassOf = (endpoint: string): string | null => userClasses[endpoint] ?? null;

/** "SyncUser (nest /sync)", or "nest /db/async". */
export function usersInWords(subject: string, endpoint: string): string {
  const name = userClassOf(endpoint);
  return name === null ? `${subject} ${endpoint}` : `${name} (${subject} ${endpoint})`;
}
