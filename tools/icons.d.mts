export declare const PNG_SIZES: readonly number[];
export declare const ICO_SIZES: readonly number[];
export declare function makeIcons(from: string, to: string): Promise<void>;
