/** The Typst compiler with the letter's fonts: started once, by the first page that is set. */
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { readFileSync } from 'node:fs';
import { letterFonts, type LetterFonts } from './fonts.ts';
import { resourcePath } from '../work/resources.ts';
import { unpackWoff } from './woff.ts';

interface Typesetter {
  compiler: NodeCompiler;
  fonts: LetterFonts;
}

let typesetter: Promise<Typesetter> | undefined;

/** The compiler takes about 100 ms to start (it reads the fonts): once, and only when a letter is exported. */
export function startTypesetter(): Promise<Typesetter> {
  typesetter ??= (async () => {
    const { NodeCompiler: Compiler } = await import('@myriaddreamin/typst-ts-node-compiler');
    const fonts = await letterFonts();
    const fontBlobs = await Promise.all(fonts.packed.map((path) => unpackWoff(readFileSync(path))));
    const compiler = Compiler.create({
      workspace: resourcePath('typst'),
      // Fonts in memory come first: Typst's searcher aborts the process where they follow paths.
      fontArgs: [{ fontBlobs }, { fontPaths: fonts.files }],
    });
    return { compiler, fonts };
  })();
  return typesetter;
}

/** What Typst said about a page that it refused. */
export function describeTypstError(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'shortDiagnostics' in error)
    return JSON.stringify(error.shortDiagnostics);
  return error instanceof Error ? error.message : String(error);
}
