/** The words of the audit log: every act that the engine records, each with its name in Chinese. A new act comes here first. */
import { z } from 'zod';

/** The head of both chains of the log: what is printed, signed, stored in each export and kept elsewhere. */
export const auditTipSchema = z.object({
  /** 0 where the log is empty. */
  seq: z.number(),
  /** SHA-256. */
  hash: z.string(),
  sm3: z.string(),
  /** ISO UTC; '' where the log is empty. */
  at: z.string(),
});
export type AuditTip = z.infer<typeof auditTipSchema>;

const digest = z
  .string()
  .transform((text) => text.replaceAll(/\s/gu, '').toLowerCase())
  .pipe(z.string().regex(/^[0-9a-f]{64}$/, '校验值须为 64 位十六进制数字'));

/** A head of the log that was kept elsewhere. `sm3` is '' where it was not kept. */
export const anchoredHeadSchema = z.object({
  seq: z.number().int().min(1),
  hash: digest,
  sm3: z.union([z.literal(''), digest]).default(''),
});
export type AnchoredHead = z.infer<typeof anchoredHeadSchema>;

/** What holding it against the log showed. Only `same` is good. */
export const KEPT_HEAD_OUTCOMES = {
  same: '与档案库一致，这一条及之前的记录没有被改动',
  changed: '与档案库不符，这一条或之前的记录被改动、整体重做，或档案库曾恢复到更早的备份',
  missing: '档案库中没有这一条，日志被截短，或档案库曾恢复到更早的备份',
  broken: '这一条一致，但之前的记录有的接不上',
  elsewhere: '文件出自另一个档案库，不能核对',
} as const;
export type AnchoredHeadOutcome = keyof typeof KEPT_HEAD_OUTCOMES;

export const anchoredHeadCheckSchema = z.object({
  outcome: z.enum(Object.keys(KEPT_HEAD_OUTCOMES) as [AnchoredHeadOutcome]),
  kept: anchoredHeadSchema,
  /** The head of the log as it is now. */
  tip: auditTipSchema,
  /** Rows that do not follow from the one before. */
  faults: z.array(z.string()),
});
export type AnchoredHeadCheck = z.infer<typeof anchoredHeadCheckSchema>;

/** What was done. The words are stored and hashed: none is ever renamed or given another meaning. */
export const AUDIT_ACTIONS = {
  'letter.file': '归档入库',
  'letter.review': '核对函件',
  'letter.reopen': '退回待核对',
  'letter.view': '查看函件',
  'letter.edit': '修改函件',
  'letter.attach': '添加附件',
  'letter.detach': '移除附件',
  'letter.restore': '恢复版本',
  'letter.complete': '以完整文件作新版本',
  'letter.compare': '比较两件函件',
  'letter.finalise': '定稿',
  'letter.unlock': '解除定稿',
  'letter.retention': '改定保管期限',
  'public.decide': '决定公开版的隐去内容',
  'public.review': '复核同意公开版',
  'public.return': '复核退回公开版',
  'public.publish': '登记公开',
  'public.withdraw': '撤回公开版',
  'public.foreign': '随数据包收到外库公开记录',
  'disposal.open': '提出鉴定',
  'disposal.opine': '出具鉴定意见',
  'disposal.approve': '批准鉴定结果',
  'disposal.reject': '不批准鉴定结果',
  'disposal.sign': '监销签字',
  'disposal.cancel': '撤销鉴定',
  'disposal.execute': '执行销毁',
  'disposal.rewrite': '从副本中清除已销毁的函件',
  'disposal.finish': '销毁完毕',
  'disposal.carry': '沿用销毁记录',
  'letter.dispose': '销毁函件',
  'export.disposal': '导出销毁清册',
  'package.import': '读入交接数据包',
  'letter.take_version': '收入数据包中的版本',
  'letter.join': '并入数据包中的改动',
  'attachment.save': '取出附件',
  'batch.edit': '批量修改',
  'batch.undo': '撤销批量修改',
  'search.query': '查找',
  'index.rebuild': '重建索引',
  'export.pdf': '导出 PDF',
  'export.pdf_part': '导出 PDF（已写出的部分）',
  'export.table': '导出清单表',
  'export.register': '导出归档文件目录',
  'export.package': '制作交接数据包',
  'export.public': '制作公开版',
  'export.audit': '导出审计日志',
  'audit.check_head': '核对审计链末端',
  'audit.keep_head': '重新留存审计链末端',
  'audit.head_differs': '审计链末端与留存的不符',
  'audit.accept_head': '认可现有审计链末端',
  'report.check_sheet': '出具校验单',
  'report.inspection': '四性检测',
  'report.revisions': '出具修改对照表',
  'archive.create': '新建档案库',
  'archive.verify': '全库校验',
  'secrecy.check': '核查涉密标志',
  'archive.migrate': '升级档案库格式',
  'archive.accounts_missing': '账户缺失，拒绝打开',
  'archive.quarantine': '隔离不属于档案库的文件',
  'archive.seal': '补记校验值',
  'backup.make': '备份',
  'backup.failed': '备份未成',
  'backup.thin_out': '清理旧备份',
  'backup.restore_begun': '开始从备份恢复',
  'backup.restore': '从备份恢复',
  'backup.acknowledge': '确认一次恢复',
  'backup.undo_begun': '开始撤回恢复',
  'backup.undo_restore': '撤回恢复',
  'settings.change': '改变设置',
  'secret.refused': '拒绝涉密文件',
  'clock.set_back': '系统时间倒退',
  'disk.full': '磁盘空间不足',
  'session.sign_in': '登录',
  'session.sign_in_failed': '登录失败',
  'session.tries_ended': '登录失败计数清零',
  'session.tries_carried': '沿用登录失败计数',
  'session.sign_out': '退出登录',
  'session.refused': '越权被拒',
  'account.add': '新建账户',
  'account.disable': '停用账户',
  'account.enable': '启用账户',
  'account.roles': '改变角色',
  'account.unlock': '解除锁定',
  'account.password': '更改密码',
  'account.recovery_sheet': '制作恢复单',
  'account.recover': '凭恢复单重设密码',
} as const satisfies Readonly<Record<string, string>>;

export type AuditAction = keyof typeof AUDIT_ACTIONS;

/** The name of an act; a word of a newer program is shown as it is. */
export function auditActionName(action: string): string {
  return Object.hasOwn(AUDIT_ACTIONS, action) ? AUDIT_ACTIONS[action as AuditAction] : action;
}
