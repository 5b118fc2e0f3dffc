/** Whether an address may become a link: any other scheme, such as `javascript:`, would be carried out here. */
export const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url);
