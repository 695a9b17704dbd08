/** What a drop or a paste holds, taken out of it before it is gone. */

export interface TakenFile {
  file: File;
  folder: boolean;
}

/** Must run inside the event: the browser empties the transfer afterwards. */
export function takenOf(transfer: DataTransfer): TakenFile[] {
  return [...transfer.items].flatMap((item) => {
    if (item.kind !== 'file') return [];
    const folder = item.webkitGetAsEntry()?.isDirectory === true;
    const file = item.getAsFile();
    return file === null ? [] : [{ file, folder }];
  });
}
