/**
 * Where the files that ship with the program lie: templates, fonts, samples. The same call works from a checkout (the
 * repository's resources/, fonts in the npm packages that bring them) and from the built program (dist/resources).
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built engine lies in dist/main, this file three folders below the repository's root. */
const CANDIDATE_ROOTS = ['../resources', '../../../resources'] as const;

function findRoot(): string {
  const set = process.env['FUHAN_RESOURCES'];
  if (set !== undefined && set !== '') return set;
  const here = dirname(fileURLToPath(import.meta.url));
  for (const candidate of CANDIDATE_ROOTS) {
    const root = join(here, candidate);
    if (existsSync(join(root, 'typst', 'letter.typ'))) return root;
  }
  throw new Error(`no resources folder near ${here}`);
}

let root: string | undefined;

/**
 * Path of a file or folder that ships with the program.
 * @param parts path below the resources folder, e.g. `typst`, `letter.typ`
 * @returns an absolute path; FUHAN_RESOURCES, where set, names the folder
 */
export function resourcePath(...parts: string[]): string {
  root ??= findRoot();
  return join(root, ...parts);
}

/** One line of resources/fonts/sources.json: which file of which npm package the build copies into dist/resources/fonts. */
export interface FontSource {
  package: string;
  file: string;
  as: string;
}

/** The fonts that the program ships, as listed in resources/fonts/sources.json. */
export function fontSources(): FontSource[] {
  return JSON.parse(readFileSync(resourcePath('fonts', 'sources.json'), 'utf8')) as FontSource[];
}

/** The font that lies in the repository itself: rare characters of names (tools/rare-font). */
const OWN_FONT = 'FuhanRare.ttf';

/**
 * The file of a shipped font: beside sources.json in a built program, in node_modules in a checkout.
 * @throws Error where it is in neither place: the program is not complete
 */
export function fontFile({ package: name, file, as }: FontSource): string {
  const built = resourcePath('fonts', as);
  if (existsSync(built)) return built;
  const inPackage = resourcePath('..', 'node_modules', name, file);
  if (existsSync(inPackage)) return inPackage;
  throw new Error(`font ${as} is missing`);
}

/** Paths of the shipped font files, and our own. @throws Error as fontFile */
export function shippedFonts(): string[] {
  return [...fontSources().map(fontFile), resourcePath('fonts', OWN_FONT)];
}
