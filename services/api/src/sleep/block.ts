/** Blocks the calling thread for `seconds` without using its CPU, as a synchronous driver or file call would. */
export function block(seconds: number): void {
  const neverNotified = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  Atomics.wait(neverNotified, 0, 0, seconds * 1000);
}
