/** The longest wait there is, in seconds: that of the parameter `delay`. */
const limitSeconds = 60;

/**
 * The wait of one request, in seconds: lognormal with the mean `meanSeconds`, of which `sigma` is the standard
 * deviation of the logarithm; exactly `meanSeconds` where that is 0. `random` gives numbers from 0 to below 1.
 *
 * A lognormal's mean is exp(mu + sigma^2 / 2) (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.6.9), so
 * mu = ln(mean) - sigma^2 / 2, and its median is exp(mu). The normal deviate is that of Box and Muller, "A Note on
 * the Generation of Random Normal Deviates" (1958). Waits are cut at 60 s, which with a mean of 1 s lowers it by
 * under 1 % up to a sigma of 1.5, and to 0.57 s at the highest, 3.
 */
export function drawWait(meanSeconds: number, sigma: number, random: () => number = Math.random): number {
  if (sigma === 0) return meanSeconds;
  // 1 - random(), as the logarithm of 0 has no value.
  const deviate = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(limitSeconds, meanSeconds * Math.exp(sigma * deviate - sigma ** 2 / 2));
}
