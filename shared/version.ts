/** The product's version. The same as in package.json, which a test holds it to: the engine and the window may not read that file. */
export const VERSION = '0.2.0';
