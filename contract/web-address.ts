import { z } from 'zod';

/** An address that may become a link: any other scheme, such as `javascript:`, would be carried out by who follows it. */
export const webAddress = z.url({
  protocol: /^https?$/,
  error: 'expected an address that begins with http:// or https://',
});
