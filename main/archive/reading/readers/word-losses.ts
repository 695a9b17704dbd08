/** What the text of a Word file cannot hold, counted while it is read, and the warnings that say so. */
import { warning } from './reader.ts';
import type { Warning } from '../../../../shared/model/elements.ts';

export class WordLosses {
  pictures = 0;
  embedded = 0;
  hidden = false;
  deleted = false;
  comments = false;
  /** Numbers that the program counts and the file does not hold. */
  numbers = false;
  /** Parts that could not be read, by what a person would call them. */
  readonly unread = new Set<string>();

  warnings(): Warning[] {
    const found: Warning[] = [];
    if (this.pictures > 0) found.push(warning('PICTURES_NOT_READ', '文件中有图片，图片中的文字未读出，请对照原件。'));
    if (this.embedded > 0)
      found.push(warning('EMBEDDED_NOT_READ', `文件中嵌有 ${this.embedded} 个其他文件，其内容未读出。`));
    if (this.unread.size > 0)
      found.push(warning('PARTS_NOT_READ', `文件中有内容未读出，请对照原件：${[...this.unread].join('、')}。`));
    if (this.numbers) found.push(warning('NUMBERS_LOST', '文件中的自动编号未写在正文里，请对照原件补上。'));
    if (this.deleted) found.push(warning('TRACKED_CHANGES', '文件带有修订痕迹：已按接受全部修订后的文字读出。'));
    if (this.hidden) found.push(warning('HIDDEN_TEXT', '文件中有隐藏文字，未读出。'));
    if (this.comments) found.push(warning('COMMENTS_NOT_READ', '文件中有批注，未读出。'));
    return found;
  }
}
