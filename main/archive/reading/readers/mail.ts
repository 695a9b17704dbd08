/** Mails (eml), and web pages saved as one mail-like file (mht): the body as text, attachments as files. */
import { asArchiveError, type FileBytes, type Reader } from './reader.ts';
import { readHtmlText } from './html.ts';
import type { Email } from 'postal-mime';
import type { EmbeddedFile, RawText } from '../types.ts';

/** A mail's subject, its body and its attachments. */
export const readEml: Reader = async (file) => {
  const mail = await parse(file);
  const body = bodyOf(mail);
  const subject = mail.subject?.trim() ?? '';
  const squeezed = body.text.slice(0, 2000).replaceAll(/\s/g, '');
  const lines =
    subject !== '' && !squeezed.includes(subject.replaceAll(/\s/g, '')) ? [subject, body.text] : [body.text];
  return {
    ...body,
    format: 'eml',
    mime: 'message/rfc822',
    text: lines.join('\n').trimEnd(),
    embedded: attachmentsOf(mail),
  };
};

/** A saved web page: its main part, read as html. The pictures of the page are no attachments. */
export const readMht: Reader = async (file) => {
  const mail = await parse(file);
  return { ...bodyOf(mail), format: 'mht', mime: 'multipart/related', embedded: [] };
};

async function parse(file: FileBytes): Promise<Email> {
  const { default: PostalMime } = await import('postal-mime');
  try {
    return await PostalMime.parse(file.bytes, { attachmentEncoding: 'arraybuffer', maxNestingDepth: 32 });
  } catch (thrown) {
    throw asArchiveError(thrown, 'BAD_FILE', file.name);
  }
}

function bodyOf(mail: Email): RawText {
  const plain = mail.text?.trim() ?? '';
  const html = mail.html?.trim() ?? '';
  const fromHtml = html === '' ? null : readHtmlText(html);
  // The plain twin of an html mail is often a stub (“please view as html”) and always wrapped: html where it says as much.
  if (fromHtml !== null && (plain === '' || fromHtml.text.length >= plain.length * 0.5)) return fromHtml;
  return { format: 'eml', mime: 'text/plain', text: plain, layout: 'unknown', pages: [], warnings: [], embedded: [] };
}

function attachmentsOf(mail: Email): EmbeddedFile[] {
  return mail.attachments
    .filter((attachment) => !(attachment.related === true && attachment.mimeType.startsWith('image/')))
    .map((attachment, index) => ({
      name: attachment.filename?.trim() || `附件${index + 1}${attachment.mimeType === 'message/rfc822' ? '.eml' : ''}`,
      bytes:
        typeof attachment.content === 'string'
          ? new TextEncoder().encode(attachment.content)
          : toBytes(attachment.content),
    }));
}

function toBytes(content: ArrayBuffer | Uint8Array): Uint8Array<ArrayBuffer> {
  return content instanceof Uint8Array ? Uint8Array.from(content) : new Uint8Array(content);
}
