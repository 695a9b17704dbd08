/** Mails (eml), and web pages saved as one mail-like file (mht): the body as text, attachments as files. */
import { nameAsText } from '../secrecy.ts';
import { asArchiveError, budgetOf, warning, type FileBytes, type ReadBudget, type Reader } from './reader.ts';
import { textsOfBytes, textsOfMarkup } from './bytes-unseen.ts';
import { readHtmlText } from './html.ts';
import { noBeside, plainMail, type MailBeside } from './mail-bytes.ts';
import { headTexts } from './mail-heads.ts';
import type { Attachment, Email } from 'postal-mime';
import type { Warning } from '../../../../shared/model/elements.ts';
import type { EmbeddedFile, RawText } from '../types.ts';

/** A mail's subject, its body and its attachments. */
export const readEml: Reader = async (file, options) => {
  const beside = noBeside();
  const mail = await parseMail(file, beside);
  const body = mailBody(mail, budgetOf(options, file.name));
  const subject = mail.subject?.trim() ?? '';
  const squeezed = body.text.slice(0, 2000).replaceAll(/\s/g, '');
  const lines =
    subject !== '' && !squeezed.includes(subject.replaceAll(/\s/g, '')) ? [subject, body.text] : [body.text];
  return {
    ...body,
    format: 'eml',
    mime: 'message/rfc822',
    text: lines.join('\n').trimEnd(),
    warnings: [...body.warnings, ...unopenedWarnings(mail)],
    embedded: mailFiles(mail),
    unseenText: [...(body.unseenText ?? []), nameAsText(subject), ...(await textsBeside(mail, beside))],
    pictures: picturesOf(mail),
  };
};

/** A saved web page: its main part, read as html. The pictures of the page are no attachments. */
export const readMht: Reader = async (file, options) => {
  const beside = noBeside();
  const mail = await parseMail(file, beside);
  const body = mailBody(mail, budgetOf(options, file.name));
  return {
    ...body,
    format: 'mht',
    mime: 'multipart/related',
    embedded: [],
    unseenText: [...(body.unseenText ?? []), ...(await textsBeside(mail, beside))],
    pictures: picturesOf(mail),
  };
};

/** Parts of a mail, one in another. Deeper ones are no mail that a person has sent. */
const MAIL_DEPTH = 32;

/**
 * @param beside takes what stands beside the bodies
 * @throws ArchiveError BAD_FILE
 */
export async function parseMail(file: FileBytes, beside?: MailBeside): Promise<Email> {
  const { default: PostalMime } = await import('postal-mime');
  try {
    const bytes = plainMail(file.bytes, beside);
    return await PostalMime.parse(bytes, { attachmentEncoding: 'arraybuffer', maxNestingDepth: MAIL_DEPTH });
  } catch (thrown) {
    throw asArchiveError(thrown, 'BAD_FILE', file.name);
  }
}

/** All heads of all parts, words outside of the parts, and the names of attachments. */
async function textsBeside(mail: Email, { heads, words }: MailBeside): Promise<string[]> {
  return [
    ...(await headTexts(heads)),
    ...words,
    // Drawings and texts that the page uses are no files of their own.
    ...mail.attachments.filter(isOfPage).flatMap((part) => {
      const bytes = bytesOf(part);
      return [...textsOfBytes(bytes), ...textsOfMarkup(Buffer.from(bytes).toString('utf8'))];
    }),
    ...mail.attachments.flatMap(({ filename, description }) => [nameAsText(filename ?? ''), description ?? '']),
  ];
}

/** What lies in the mail and stays closed: Outlook's own packing, encryption, parts of a mail that was cut. */
function unopenedWarnings(mail: Email): Warning[] {
  const found: Warning[] = [];
  const has = (mime: RegExp, name?: RegExp): boolean =>
    mail.attachments.some(({ mimeType, filename }) => mime.test(mimeType) || (name?.test(filename ?? '') ?? false));
  if (has(/ms-tnef/, /^winmail\.dat$/i))
    found.push(
      warning(
        'TNEF_NOT_OPENED',
        '附件 winmail.dat（Outlook 专用格式）未打开，其中可能有正文或附件；原件已保留，请对照。',
      ),
    );
  if (has(/pkcs7-mime|pgp-encrypted/, /\.p7m$/i))
    found.push(warning('MAIL_ENCRYPTED', '邮件经加密或整体签名，其中的正文和附件未读出。'));
  if (has(/message\/partial/)) found.push(warning('MAIL_PARTIAL', '这只是被拆分邮件的一部分，其余部分不在此文件中。'));
  return found;
}

function picturesOf(mail: Email): EmbeddedFile[] {
  return mail.attachments
    .filter(isPagePicture)
    .map((attachment) => ({ name: attachment.filename ?? '图片', bytes: bytesOf(attachment) }));
}

function isPagePicture({ related, mimeType }: Attachment): boolean {
  return related === true && mimeType.startsWith('image/');
}

const isOfPage = ({ related, mimeType }: Attachment): boolean =>
  related === true || /^(?:image\/svg|text\/)/.test(mimeType);

/** The words of a mail: of its plain part, or of its page. */
export function mailBody(mail: Email, budget: ReadBudget): RawText {
  const plain = mail.text?.trim() ?? '';
  const html = mail.html?.trim() ?? '';
  budget.takeText(plain.length);
  const fromHtml = html === '' ? null : readHtmlText(html, budget);
  // The plain twin of an html mail is often a stub (“please view as html”) and always wrapped: html where it says as much.
  if (fromHtml !== null && (plain === '' || fromHtml.text.length >= plain.length * 0.5)) {
    return { ...fromHtml, unseenText: [...(fromHtml.unseenText ?? []), plain] };
  }
  return {
    format: 'eml',
    mime: 'text/plain',
    text: plain,
    layout: 'unknown',
    pages: [],
    warnings: [],
    embedded: [],
    unseenText: [fromHtml?.text ?? '', ...(fromHtml?.unseenText ?? [])],
  };
}

/** What is attached to a mail, without the pictures of its page. */
export function mailFiles(mail: Email): EmbeddedFile[] {
  return mail.attachments
    .filter((attachment) => !isPagePicture(attachment))
    .map((attachment, index) => ({
      name: attachment.filename?.trim() || `附件${index + 1}${attachment.mimeType === 'message/rfc822' ? '.eml' : ''}`,
      bytes: bytesOf(attachment),
    }));
}

function bytesOf({ content }: Attachment): Uint8Array<ArrayBuffer> {
  if (typeof content === 'string') return new TextEncoder().encode(content);
  return content instanceof Uint8Array ? Uint8Array.from(content) : new Uint8Array(content);
}
