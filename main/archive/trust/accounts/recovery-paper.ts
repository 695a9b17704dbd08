/** The recovery sheet as it is printed: the code, what it is for, and how it is kept. */
import { beijingTime } from '../../../../shared/text/dates.ts';
import type { Report } from '../../print/report.ts';
import type { NewSheet } from './recovery-sheet.ts';

/**
 * @param about.secadmins the names with which the code can be used
 * @param about.maker who makes the sheet
 */
export function recoveryPaper(
  sheet: NewSheet,
  about: { archiveId: string; secadmins: readonly string[]; maker: string },
): Report {
  return {
    title: '安全管理员恢复单',
    subtitle: `第 ${sheet.number} 号`,
    foot: `档案库 ${about.archiveId}　恢复单第 ${sheet.number} 号`,
    date: new Date(sheet.made),
    blocks: [
      {
        kind: 'pairs',
        rows: [
          ['恢复码', sheet.code],
          ['可用的用户名', about.secadmins.join('、')],
          ['制作时间', beijingTime(sheet.made)],
          ['制作人', about.maker],
          ['档案库标识', about.archiveId],
        ],
      },
      { kind: 'heading', text: '用途' },
      {
        kind: 'text',
        text: '安全管理员都登录不了（忘记密码、账户被锁）时，凭此码重设其中一人的密码。此码只能用一次；制作新的恢复单后，本单作废。',
      },
      { kind: 'heading', text: '用法' },
      {
        kind: 'text',
        text: '在登录页点“用恢复单进入”，填用户名、恢复码和新密码；或用命令 fuhan user recover 用户名。用后请立即制作新的恢复单。使用情况记入审计日志，并在每个人下次登录时告知。',
      },
      { kind: 'heading', text: '保管' },
      {
        kind: 'text',
        text: '打印后装入信封封存，由安全管理员以外的人保管；删除电脑中的本文件。得到此码的人可以成为安全管理员。如有泄露，立即制作新的恢复单。',
      },
      { kind: 'signatures', labels: ['制作人', '保管人'] },
    ],
  };
}
