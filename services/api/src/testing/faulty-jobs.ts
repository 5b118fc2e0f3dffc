// Jobs for the specs of the pool, most of which go wrong.

export const echo = (input: string): string => input;

export function fail(message: string): never {
  throw new Error(message);
}

export function exit(code: number): never {
  process.exit(code);
}

/** Throws where no promise of the job's can see it. */
export function failLater(message: string): Promise<never> {
  setTimeout(() => {
    throw new Error(message);
  });
  return new Promise(() => {});
}

export function block(seconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
}

/** Where jobs and their test meet: who comes counts itself in its one cell. */
export type MeetingPlace = Int32Array<SharedArrayBuffer>;

export const meetingPlace = (): MeetingPlace => new Int32Array(new SharedArrayBuffer(4));

export function arrive(place: MeetingPlace): void {
  Atomics.add(place, 0, 1);
  Atomics.notify(place, 0);
}

/** Ends when another one has come too. */
export function meet(place: MeetingPlace): void {
  arrive(place);
  Atomics.wait(place, 0, 1);
}

/** A loop in JavaScript, which only ending its thread can end. */
export function spin(_input: null): never {
  for (;;);
}
