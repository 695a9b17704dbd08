/** What the bundler adds to TypeScript's view: style sheets, and the bridge that preload puts on the window. */
import type { ArchiveBridge } from '../shared/contract/index.ts';

declare global {
  interface Window {
    readonly archive: ArchiveBridge;
  }
}
