export type Part = 'main' | 'preload' | 'renderer' | 'resources';
export function build(options?: {
  force?: boolean;
  only?: readonly Part[];
}): Promise<{ built: Part[]; tookMs: number }>;
export function swapIn(next: string, target: string, rename?: (from: string, to: string) => void): void;
