export function findElectron(root: string): string | null;
export function findChromium(): string | null;
export function hasChineseFont(): boolean;
export function aptInstall(packages: readonly string[]): boolean;
export function startDisplay(): Promise<{ name: string; stop: () => void }>;
