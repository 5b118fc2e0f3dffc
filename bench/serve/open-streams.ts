/** The streams that are open, so that nobody opens more than there is room for. */
export interface OpenStreams {
  /** Takes a place. @returns what frees it, or null where there is none left */
  take(address: string): (() => void) | null;
}

export function openStreams({
  most,
  perAddress,
}: {
  readonly most: number;
  readonly perAddress: number;
}): OpenStreams {
  const open = new Map<symbol, string>();
  return {
    take(address) {
      const ofAddress = [...open.values()].filter((one) => one === address).length;
      if (open.size >= most || ofAddress >= perAddress) return null;
      const place = Symbol(address);
      open.set(place, address);
      return () => void open.delete(place);
    },
  };
}
