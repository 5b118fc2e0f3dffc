/**
 * Where a redirect leads, without what its query says.
 * @param base the address that was asked
 */
export function shownAddress(location: string, base: string): string {
  const url = URL.parse(location, base);
  if (url === null) return 'an address that is none';
  return `${url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin}${url.pathname}${url.search === '' ? '' : '?…'}`;
}
