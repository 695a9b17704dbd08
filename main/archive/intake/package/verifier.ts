/** The verifier of packages, which is a file of its own in every package (resources/package/verifier.cjs): loaded, not shared. */
import { createRequire } from 'node:module';
import type { PackageCheck } from '../../../../shared/model/package.ts';
import { resourcePath } from '../../work/resources.ts';

/** Files of a package by their path below its folder, with slashes. */
export interface PackageSource {
  readonly files: readonly { path: string; size: number; link?: boolean }[];
  /** The bytes of one of them, piece by piece; a piece is good only until the next. @throws ArchiveError BAD_FILE, … */
  read: (path: string) => Iterable<Uint8Array>;
}

interface Digest {
  update: (piece: Uint8Array) => void;
  hex: () => string;
}
type Digests = Readonly<Record<string, () => Digest>>;

export interface VerifyOptions {
  digests?: Digests;
  /** Called and waited for after each piece; throws to cancel. */
  step?: (bytes: number) => Promise<void>;
  /** Digests that need not be taken again. */
  known?: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

export interface Verifier {
  readonly FORM: number;
  checkPackage: (source: PackageSource, options?: VerifyOptions) => Promise<PackageCheck>;
  folderSource: (root: string) => PackageSource;
  nodeDigests: () => Digests;
  sha256: () => Digest;
  sm3: () => Digest;
}

const require = createRequire(import.meta.url);

export function verifierPath(): string {
  return resourcePath('package', 'verifier.cjs');
}

export function verifier(): Verifier {
  return require(verifierPath()) as Verifier;
}
