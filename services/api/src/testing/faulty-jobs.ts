// Jobs that go wrong, for the specs of the pool.

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

/** A loop in JavaScript, which only ending its thread can end. */
export function spin(_input: null): never {
  for (;;);
}
