/** Pictures for the docs show no folder of the machine that they were made on. */

/** In the page: puts a folder that says nothing of this machine in the place of the temporary one. */
export function inNeutralPlace([folder = '', neutral = '']: readonly string[]): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.nodeValue?.includes(folder)) node.nodeValue = node.nodeValue.replaceAll(folder, neutral);
  }
}
