/** Differences below this share are what two runs of the same thing show on a shared machine. */
export const noiseShare = 0.3;
