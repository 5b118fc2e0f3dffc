/** What a panel says whose figures a subject may not have: the lab's own do, a service of one's own by the same names. */
export const silent = (what: string): string =>
  `Nothing in this time range, or this subject tells of no ${what} (docs/own-service.md)`;
