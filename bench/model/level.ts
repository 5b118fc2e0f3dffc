/** How a cell or a trial is loaded: by users who wait for answers, or at a rate of requests whatever is answered. */
export interface Level {
  readonly vus: number;
  /** Null in the closed model. */
  readonly arrivalsPerSecond: number | null;
}

interface Place extends Level {
  readonly subject: string;
  readonly endpoint: string;
}

/** Whether its users wait for answers before they ask again. */
export const isClosed = ({ arrivalsPerSecond }: Pick<Level, 'arrivalsPerSecond'>): boolean =>
  arrivalsPerSecond === null;

/** Requests a second in the open model, else users: what a level is counted in. */
export const loadOf = ({ arrivalsPerSecond, vus }: Level): number => arrivalsPerSecond ?? vus;

/** The same for all levels of one endpoint of one subject. */
export const endpointKey = ({ subject, endpoint }: Pick<Place, 'subject' | 'endpoint'>): string =>
  `${subject} ${endpoint}`;

/** The same for all repeats of a cell. */
export const cellKey = ({ subject, endpoint, vus, arrivalsPerSecond }: Place): string =>
  JSON.stringify([subject, endpoint, vus, arrivalsPerSecond]);
