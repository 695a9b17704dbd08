/** Work of the command line that is killed: imports of new letters, whose reader runs in a process of its own, and backups. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LETTERS = 20;

/**
 * @param cli the built command line  @param place where letters and backups lie
 * @returns for each third kill an import, for each third a backup; else undefined
 */
export function cliWork(cli: string, folder: string, place: string): (kill: number) => readonly string[] | undefined {
  return (kill) => {
    if (kill % 3 === 0) return undefined;
    if (kill % 3 === 1) return [cli, 'backup', '--to', join(place, `backup-${kill}.sqlite`), '--archive', folder];
    const letters = join(place, `letters-${kill}`);
    mkdirSync(letters);
    for (let at = 1; at <= LETTERS; at++) {
      const text = `关于云溪市第${kill}${at}号提案的答复\n周若兰委员：\n您提出的提案收悉，现答复如下：第${kill}批第${at}条线路已调整。\n`;
      writeFileSync(join(letters, `答复${kill}-${at}.txt`), text);
    }
    return [cli, 'import', letters, '--archive', folder];
  };
}
