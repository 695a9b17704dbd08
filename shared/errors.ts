/** Every failure that a user can meet: a stable code, and in Chinese what happened, what is safe and what to do. */

export const ERROR_TEXT = {
  ARCHIVE_IN_USE: '档案库正由另一个程序使用。库中内容未受影响。请先关闭另一个窗口或命令后再试。',
  ARCHIVE_DAMAGED: '档案库文件已损坏，未对其作任何改动。请用最近的备份恢复，并保留现有文件供检查。',
  ARCHIVE_MISSING:
    '这里没有档案库，而旁边有备份或残留文件：原库可能被移走或删除。未新建空库。请找回原文件或从备份恢复。',
  ARCHIVE_NOT_FOUND: '指定的文件夹里没有档案库。请检查路径，或先用 init 新建。',
  ARCHIVE_EXISTS: '指定的文件夹里已有档案库，未作改动。',
  ARCHIVE_NEWER: '档案库由更新版本的程序建立，本版本不能打开，内容未受影响。请升级程序。',
  ACCOUNTS_MISSING:
    '本档案库设有账户，而这里的文件中没有账户：文件可能被换成了别的，或账户被删去。未打开，只在其审计日志中记下此事。请用含有账户的备份恢复，或把原来的文件放回。',
  ARCHIVE_READ_ONLY: '档案库所在位置只读，可以查阅，不能写入。',
  ARCHIVE_LINKED:
    '档案库文件是链接，或另有别的名称（硬链接）：写入的内容会落到别处，或两个程序同时写入同一个文件，因此未打开。内容未受影响。请去掉多余的链接，只留一个文件后再打开。',
  ARCHIVE_REPLACED:
    '档案库文件在打开期间被移走或换成了另一个文件。这次操作没有确认保存，此后也不再写入；此前确认已保存的内容在原来的文件里。请立即退出程序，不要清理任何文件，把原来的文件移回原处；找不到的，从备份恢复，并重做最近的操作。',
  FOLDER_LINKED:
    '档案库自己的这个文件夹是链接，写入的内容会落到别处，因此未写入。库中内容未受影响。请去掉链接；要把备份放到别处，请直接写明那个位置，或在设置中改备份位置。',
  BAD_PATH: '路径不存在、不是所要的文件或文件夹，或无法读取。请检查路径和权限。',
  BAD_FILE: '文件已损坏或内容与扩展名不符，未能读出文字。原文件未受影响。请用原软件打开检查后重试。',
  BLANK_FILE: '文件里只有空白，没有文字，未入库。原文件未受影响。请检查来源文件是否完整。',
  LINK_LEADS_OUT: '这一项是指向所选文件夹以外的链接，未读取，原文件未受影响。要归档所指的文件，请直接选择它。',
  READ_BEFORE: '这一项是链接，或与已经读过的是同一个文件，未再读一遍。原文件未受影响。',
  EMPTY_FILE: '文件为空（0 字节），未入库。请检查来源文件是否完整。',
  NOT_A_FILE: '给出的是文件夹或特殊文件，不是可读的普通文件。',
  FILE_TOO_LARGE: '文件或其展开后的内容超过可读取的上限，未入库。请拆分后再试，或作为附件保存。',
  PASSWORD_PROTECTED: '文件设有密码，无法读出文字。请先在原软件中去除密码。',
  NO_TEXT: '文件中没有可读出的文字（可能是扫描件）。原件可以保存，文字需另行录入。',
  UNSUPPORTED_FORMAT: '暂不能读出这种格式的文字。原件可以作为附件保存。',
  FILE_CHANGED: '读取过程中文件发生变化，未入库。请等文件写完后重试。',
  FILE_UNFINISHED: '文件尚未写完，或是其他程序的临时文件，未入库。请等写完或下载完成后再导入。',
  SECRET_REFUSED: '文件带有涉密标志，本系统不得存储、处理涉密文件。未复制、未缓存、未索引。请联系本单位保密员。',
  ARCHIVE_OWN_FILE:
    '这是复函档案自己的库文件或备份，其中有审计日志、账户和别的函件，不能作为函件或附件收入。未入库，文件没有改动。要恢复请用“备份与恢复”，要交给别的档案库请导出数据包。',
  DUPLICATE: '库中已有相同的文件，未重复入库。',
  LONGER_COPY:
    '库中那一件是由这份文件的前一部分归档的（当时没有收全），因此未另行入库，库中函件未受影响。请把这份文件作为它的新版本归档；确是另一件函件的，可选择仍然入库。',
  NOT_LONGER_COPY:
    '这份文件不是该函件的完整本：文件名不同，或库中原件不是它的前一部分。未作改动。请另行归档，或作为附件添加。',
  NOT_FOUND: '库中没有这一项。未作改动，请检查所写的编号、名称或版本。',
  SEVERAL_LETTERS: '这个档号或发文字号不止一件函件，未执行。请用编号写明是哪一件。',
  HALF_CHARACTER: '文字中有不完整的字符（只有半个编码），本次操作未进行。请删去或重新输入这个字。',
  BAD_VALUE: '填写的内容不符合要求，未保存。',
  BAD_REQUEST: '请求的格式不正确，未执行。',
  UNKNOWN_FIELD: '没有这个字段，未保存。',
  UNKNOWN_COMMAND: '没有这个命令。用 fuhan help 查看全部命令。',
  USAGE: '命令用法不正确，未执行。在命令后写 --help 查看其用法。',
  REASON_REQUIRED: '修改须写明理由，未保存。',
  NOTHING_CHANGED: '内容没有变化，未产生新版本。',
  VERSION_CONFLICT: '您看到的不是最新版本：此函件可能又被修改。您的改动未保存，请查看最新版本后再改。',
  LETTER_LOCKED: '此函件已定稿锁定，不能修改。需要修改时请先解除定稿并写明理由。',
  QUERY_TOO_LONG: '检索词过长，请缩短到 2000 字以内。',
  QUERY_BAD_FIELD: '检索式中这个字段的值不能识别，未检索。请改用可写的值。',
  QUERY_BAD_DATE: '检索式中的日期不存在或写法不对。',
  QUERY_EMPTY: '请输入检索词。',
  DISK_FULL: '磁盘空间不足，未能保存。此前已保存的内容完好。请清理磁盘后重试。',
  CLOCK_WRONG:
    '本机时钟的年份不在 2000 至 2200 之间，记录的先后会因此错乱，未执行。库中内容完好。请把本机时钟调准后再试。',
  DISK_ERROR: '读写磁盘时出错，本次操作未完成。此前已保存的内容完好。请检查磁盘后重试。',
  FILE_IN_USE: '被其他程序占用，暂不能读写。此前已保存的内容完好。请关闭正在使用它的程序后重试。',
  NO_PERMISSION: '没有权限读写这个位置。请检查权限。',
  FORBIDDEN: '您无权进行此操作：角色不允许，或须由另一人进行。未作改动。',
  SIGN_IN_REQUIRED: '请先登录。',
  WRONG_PASSWORD: '用户名或密码不正确。',
  ACCOUNT_LOCKED: '登录失败次数过多，账户已锁定 30 分钟。',
  ACCOUNT_DISABLED: '账户已停用，不能登录。请联系管理员。',
  ACCOUNTS_ENABLED: '账户已经启用，未作改动。',
  ACCOUNT_EXISTS: '已有同名账户，未新建。',
  BAD_ACCOUNT_NAME: '用户名须为 2 至 32 个汉字、字母、数字，或其间的“·”“-”“_”“.”，未保存。',
  ACCOUNT_NAME_MISLEADING: '用户名或姓名容易与系统或他人混淆，未保存。请换一个名称。',
  FIRST_ACCOUNT: '第一个账户须为安全管理员，且不兼其他角色，未新建。',
  LAST_ADMIN: '这是最后一个可用的此类管理员，不能停用或取消其角色。请先指定另一人。',
  ROLE_CONFLICT: '一人只能担任一种管理员，且不得兼任业务角色，未保存。',
  WEAK_PASSWORD: '密码不符合要求，未保存。',
  PASSWORD_REUSED: '不能使用近期用过的密码（最近 5 个更改密码的日子里用过的都算），未保存。',
  PASSWORD_TOO_OFTEN: '一天之内最多更改 10 次密码，未保存。请明天再改。',
  PASSWORD_EXPIRED: '密码已过期，或是由管理员设定的初始密码。请先更改密码再登录（命令行用 user passwd）。',
  RECOVERY_REFUSED: '用户名或恢复码不正确，或恢复单已用过、已作废。密码未更改。',
  RETENTION_SECOND_PERSON:
    '缩短保管期限会使函件提早到期，须由另一人（档案员、查阅或审计）同时登录确认。未改动，函件未受影响。命令行用 retention set 的 --second-user。',
  SECOND_PERSON_REQUIRED: '须由一名安全管理员同时登录确认。未恢复，现有档案库未受影响。',
  EXPORT_MISMATCH: '导出的文件重新打开后与库中内容不一致，已删去不合格的文件。库中内容未受影响。',
  PAGE_NOT_DRAWN: '这一页未能绘制出来，文件和库中内容未受影响。请重试，或另存后用原软件打开。',
  EXPORT_FAILED: '导出未完成，库中内容未受影响。',
  TARGET_EXISTS: '目标位置已有同名文件，未覆盖。请换一个位置或先移走原文件。',
  OUT_IN_ARCHIVE:
    '目标位置在档案库文件夹内，未写出任何文件，库中内容未受影响。档案库文件夹只放库自身的文件，请换一个位置。',
  CANCELLED: '操作已取消，已完成的部分保留，未完成的部分未写入。',
  BACKUP_PLACE_NOT_SET:
    '还没有设定备份放在哪里，未备份，库中内容未受影响。请指定一个文件夹（命令行用 --to），或先在“设置”的备份一栏填写。',
  BACKUP_PLACE_IN_USE:
    '备份文件夹中已有这个锁文件：另一个程序正在向这里备份，或是以前中断后留下、被人放入的。未作处理，库中内容和已有的备份未受影响。请等另一个程序结束后重试；确知没有程序在备份时，移走它再试。',
  BACKUP_BAD: '备份文件不完整或不是本程序的备份，未用于恢复。现有档案库未受影响。',
  BACKUP_FOREIGN: '备份出自另一个档案库，未用于恢复。现有档案库未受影响。如确要使用，请恢复到另一个文件夹。',
  PLACE_NOT_CHOSEN:
    '窗口只能使用您在对话框中选定、拖入或粘贴的文件和文件夹，而这一个不是，或已经失效。未读取、未写入任何内容。请重新选择。',
  PACKAGE_BAD: '数据包或其中这一件不完整、被改动或不合要求，没有收入，档案库未受影响。请向移交方索取完好的数据包。',
  PACKAGE_NEWER: '数据包由更新版本的程序制作，未收入任何内容，档案库未受影响。请升级程序后再读入。',
  PACKAGE_DIFFERS: '此件在本库和数据包中各有改动，未收入。请对照后决定以哪一方为准。',
  PUBLIC_NO_ACCOUNTS:
    '本档案库没有启用账户，无法确认复核的是另一个人，因此不能复核，也不能制作公开版。已作的决定保留，函件未受影响。请先启用账户（“设置”的账户一栏，命令行用 user add），再由两人分别决定和复核。',
  PUBLIC_SAME_PERSON:
    '复核须由另一个账户进行：没有参与决定，没有作出所复核的版本，也没有改过公开属性或文书类别。未复核。已作的决定未受影响。请由另一人登录后复核。',
  PUBLIC_UNDECIDED: '公开版中还有没有决定的内容，未继续。已作的决定保留。请逐项决定隐去或保留后再试。',
  PUBLIC_WITHHELD: '此件已决定不予公开，未制作公开版。函件未受影响。如需公开，请改变决定并重新复核。',
  PUBLIC_NOT_REVIEWED: '公开版的决定还没有经另一人复核，或复核之后又有改动，未继续。函件未受影响。请先复核。',
  PUBLIC_NOT_PUBLISHED: '此件没有登记为已公开，无可撤回。函件未受影响。',
  PUBLIC_LEAK:
    '公开版重新读出后仍含有应隐去的内容，已放弃这份文件，没有写出。库中内容未受影响。请检查所列位置，把同一内容一并隐去后重试。',
  LETTER_DISPOSED:
    '此件已经鉴定销毁，正文、附件和历史都已清除，库中只留目录信息和销毁记录。未收入、未恢复任何内容。如有疑问，请查阅销毁清册。',
  DISPOSAL_NO_ACCOUNTS:
    '本档案库没有启用账户，无法确认鉴定、批准和监销的是不同的人，因此不能鉴定和销毁。函件未受影响。请先启用账户（“设置”的账户一栏，命令行用 user add）。',
  DISPOSAL_NOT_EXPIRED: '保管期限尚未届满，不能鉴定销毁。函件未受影响。请到期后再办。',
  DISPOSAL_FINAL: '函件已定稿锁定，不能鉴定销毁。函件未受影响。确需处置的，请先解除定稿并写明理由。',
  DISPOSAL_OPEN_CASE: '函件还有没有办结的事项（待核对，或公开版尚未办完），不能鉴定销毁。函件未受影响。请先办结。',
  DISPOSAL_PUBLIC:
    '公开版尚未撤回，函件仍在对外公开，不能鉴定销毁。函件未受影响。请先从公开的地方撤下并登记撤回，再办（命令行用 redact withdraw）。',
  DISPOSAL_HANDED_OVER: '函件已制成交接数据包移交，移交后须至少保存 5 年，不能鉴定销毁。函件未受影响。请期满后再办。',
  DISPOSAL_PENDING: '函件已列入另一份尚未办完的鉴定，未重复提出。函件未受影响。请先办完或撤销那一份。',
  DISPOSAL_SAME_PERSON:
    '鉴定、批准、监销和执行须由不同的账户进行，您已在这份鉴定中担任其他角色，未继续。函件和已有的意见未受影响。请由另一人登录办理。',
  ACCOUNT_RESET:
    '此账户的口令曾被他人重设，不能证实由本人办理，未继续。函件未受影响。请本人改设口令，改日登录后再办，或由另一人办理。',
  DISPOSAL_RESET:
    '您的口令曾被他人重设，或账户是提出鉴定以后新建的，不能证实由本人办理，未继续。函件和已有的意见未受影响。请本人改设口令，改日登录后再办；新建的账户请由他人办理。',
  DISPOSAL_CLOCK:
    '审计日志中时间曾向前跳过一年以上，本机时钟可能不对，不能确认保管期限已经届满，未继续。函件未受影响。请核对本机时钟；时钟无误的，在七个以上不同的日子使用档案库后再办。',
  DISPOSAL_UNSIGNED: '手续不全：三人意见、批准和两名监销人的签字尚未齐备，未继续。函件未受影响。请先补齐。',
  DISPOSAL_CLOSED: '这份鉴定已过这一步，或已经办完、未获批准、已经撤销，未继续。函件未受影响。',
  WINDOWS_FULL: '函件窗口已开满 12 个，未再打开。已开的窗口不受影响。请先关闭不用的函件窗口。',
  WINDOW_DENIED: '来源不明的请求已被拒绝。',
  INTERNAL: '程序内部出错，本次操作未完成。此前已保存的内容完好。请把详细信息交给维护人员。',
} as const;

export type ErrorCode = keyof typeof ERROR_TEXT;

/** Failures to open an archive for which a restore is the way out: it is damaged, missing beside its leftovers, or lacks its accounts. */
const RECOVERABLE: readonly ErrorCode[] = ['ARCHIVE_DAMAGED', 'ARCHIVE_MISSING', 'ACCOUNTS_MISSING'];

export function isRecoverable(thrown: unknown): boolean {
  return thrown instanceof ArchiveError && RECOVERABLE.includes(thrown.code);
}

/** Plain data of an error as it crosses a door (window, command line, worker). */
export interface ErrorReport {
  code: ErrorCode;
  message: string;
  details?: string;
}

/**
 * The one error class of the product. `message` is Chinese and for the user; `details` is technical, free of
 * secrets and of the letter's text, and shown only on demand.
 */
export class ArchiveError extends Error {
  readonly code: ErrorCode;
  readonly details: string | undefined;

  /**
   * @param code stable code; gives the message
   * @param specifics what exactly this one is about (a path, a field name), put in front of the message
   * @param details technical detail for maintainers
   */
  constructor(code: ErrorCode, specifics?: string, details?: string) {
    super(specifics === undefined || specifics === '' ? ERROR_TEXT[code] : `${specifics}：${ERROR_TEXT[code]}`);
    this.name = 'ArchiveError';
    this.code = code;
    this.details = details;
  }
}

/** A failure whose usual words would say something else than what happened. @param words all that is said: what happened, what is safe, what to do */
export function errorSaying(code: ErrorCode, words: string, details?: string): ArchiveError {
  const error = new ArchiveError(code, undefined, details);
  error.message = words;
  return error;
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_TEXT, code);
}

/** Turns anything thrown into plain data. Unknown errors become INTERNAL; their own words go to `details`. */
export function reportError(thrown: unknown): ErrorReport {
  if (thrown instanceof ArchiveError) {
    return thrown.details === undefined
      ? { code: thrown.code, message: thrown.message }
      : { code: thrown.code, message: thrown.message, details: thrown.details };
  }
  const details = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return { code: 'INTERNAL', message: ERROR_TEXT.INTERNAL, details };
}

/** Brings an error back from plain data on the other side of a door. */
export function errorFromReport(report: ErrorReport): ArchiveError {
  return errorSaying(report.code, report.message, report.details);
}

/** For the end of a switch over a tagged union. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
