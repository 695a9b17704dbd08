export interface Licence {
  name: string;
  version: string;
  licence: string;
  text: string;
}
export function collectLicences(root: string, installed?: string): Licence[];
