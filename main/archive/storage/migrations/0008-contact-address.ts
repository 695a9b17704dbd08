/** The element 联系地址 (`contact_address`): stored letters stay as they are; a program that does not know it must not open them. */
import type { Migration } from './types.ts';

export const contactAddress: Migration = {
  number: 8,
  name: 'contact-address',
  up: '',
};
