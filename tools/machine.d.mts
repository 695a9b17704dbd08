export function findElectron(root: string): string | null;
export function findChromium(): string | null;
export function utf8Locale(env?: NodeJS.ProcessEnv): { LC_ALL?: string };
export function hasChineseFont(): boolean;
export function aptInstall(packages: readonly string[]): boolean;
export function startDisplay(): Promise<{ name: string; stop: () => void }>;
export function windowsChromiums(env?: NodeJS.ProcessEnv): string[];
