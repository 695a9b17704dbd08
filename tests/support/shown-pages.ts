/** The windows that are open in a test: what they show is told where the test fails, for failures that come once in a hundred runs. */
export const SHOWN_PAGES = new Set<() => Promise<string>>();
