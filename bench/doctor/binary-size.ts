const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

/** A size as people read it, in MiB or GiB. */
export function binarySize(bytes: number): string {
  if (bytes >= gibibyte) return `${(bytes / gibibyte).toFixed(1)} GiB`;
  return `${Math.floor(bytes / mebibyte)} MiB`;
}
