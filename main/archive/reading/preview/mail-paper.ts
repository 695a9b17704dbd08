/** A mail as it looks: who wrote it to whom and when, its words, and the names of what lies in it. Its page is read as words alone. */
import type { Address } from 'postal-mime';
import type { PreviewOf } from '../../../../shared/model/preview.ts';
import { mailBody, mailFiles, parseMail } from '../readers/mail.ts';
import { budgetOf, type FileBytes } from '../readers/reader.ts';

const MOST_CHARACTERS = 400_000;
const MOST_FILES = 500;

/** @throws ArchiveError BAD_FILE, FILE_TOO_LARGE */
export async function mailPaper(file: FileBytes): Promise<PreviewOf<'mail'>> {
  const mail = await parseMail(file);
  const { text } = mailBody(mail, budgetOf({}, file.name));
  const files = mailFiles(mail);
  const head = [
    { label: '主题', value: mail.subject ?? '' },
    { label: '发件人', value: mail.from === undefined ? '' : personOf(mail.from) },
    { label: '收件人', value: peopleOf(mail.to) },
    { label: '抄送', value: peopleOf(mail.cc) },
    { label: '时间', value: timeOf(mail.date, mail.headers.find(({ key }) => key === 'date')?.value) },
  ];
  return {
    kind: 'mail',
    name: file.name,
    head: head.filter(({ value }) => value !== ''),
    body: text.slice(0, MOST_CHARACTERS).toWellFormed(),
    files: files.slice(0, MOST_FILES).map(({ name, bytes }) => ({ name, size: bytes.length })),
    cut: text.length > MOST_CHARACTERS || files.length > MOST_FILES,
  };
}

function personOf({ name, address, group }: Address): string {
  if (group !== undefined) return `${name}：${peopleOf(group)}`;
  if (address === undefined || address === '' || address === name) return name;
  return name === '' ? address : `${name} <${address}>`;
}

function peopleOf(people: readonly Address[] | undefined): string {
  return (people ?? []).map(personOf).join('、');
}

/** The day and hour as the mail's own clock told them. */
function timeOf(date: string | undefined, header: string | undefined): string {
  const at = Date.parse(date ?? '');
  if (Number.isNaN(at)) return header ?? date ?? '';
  const [, sign, hours, minutes] = /([+-])(\d\d)(\d\d)(?:\s|$)/.exec(header ?? '') ?? [];
  const ahead = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1);
  return new Date(at + ahead * 60_000).toISOString().slice(0, 16).replace('T', ' ');
}
