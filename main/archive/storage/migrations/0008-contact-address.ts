/** The element 联系地址 (`contact_address`): stored letters stay as they are; a program that does not know it must not open them. */
import type { Migration } from './types.ts';

export const contactAddress: Migration = {
  number: 8,
  name: 'contact-address',
  definitionsSha256: 'a2cc7e3ebbaf2728ea353e6da0d5882fffa3d20679721c037479a7d1e44f2b11',
  up: '',
};
