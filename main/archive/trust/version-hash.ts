/** The hash of one version of a letter; each covers the one before, so that a history cannot be changed in its middle. */
import { canonicalJson, sha256Hex } from './canonical.ts';

export interface HashedAttachment {
  id: string;
  name: string;
  role: string;
  mime: string;
  size: number;
  sha256: string;
}

/** What the hash of a version covers of a listed file. */
export const HASHED_KEYS: ReadonlySet<string> = new Set(['id', 'name', 'role', 'mime', 'size', 'sha256']);

export interface HashedVersion {
  letter_id: string;
  version: number;
  /** ISO UTC. */
  at: string;
  actor: string;
  reason: string;
  elements: unknown;
  /** SHA-256 of the text's UTF-8. */
  text_sha256: string;
  attachments: readonly HashedAttachment[];
  /** The hash of the version before; '' before version 1. */
  previous_sha256: string;
}

/**
 * SHA-256 over the canonical JSON (RFC 8785) of exactly these keys:
 * `actor, at, attachments, elements, letter_id, previous_sha256, reason, text_sha256, version`, each attachment with
 * `id, mime, name, role, sha256, size` in the letter's order. An auditor recomputes it with any JSON library that sorts
 * keys and any SHA-256 program; docs/spec/trust.md shows how.
 */
export function versionHash(version: HashedVersion): string {
  return sha256Hex(
    canonicalJson({
      letter_id: version.letter_id,
      version: version.version,
      at: version.at,
      actor: version.actor,
      reason: version.reason,
      elements: version.elements,
      text_sha256: version.text_sha256,
      attachments: version.attachments.map(({ id, name, role, mime, size, sha256 }) => ({
        id,
        name,
        role,
        mime,
        size,
        sha256,
      })),
      previous_sha256: version.previous_sha256,
    }),
  );
}
