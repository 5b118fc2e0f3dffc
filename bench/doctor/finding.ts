export { type Finding, findingSchema } from '@headroom/contract/manifest.ts';
