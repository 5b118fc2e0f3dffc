export const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 2 : 0)} times`;
