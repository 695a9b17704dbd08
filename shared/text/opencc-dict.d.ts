/** opencc-js ships its dictionaries without types: one string of "繁 简" pairs, parted by "|". */
declare module 'opencc-js/dict/TSCharacters' {
  const dictionary: string;
  export { dictionary as default };
}
