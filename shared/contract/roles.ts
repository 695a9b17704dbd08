/** The roles of people in an archive with accounts, and groups of them that calls name. */

/** 档案员, 查阅, 审计 and the three separated administrators. Without accounts the one user may do everything. */
export const ROLES = ['archivist', 'reader', 'auditor', 'sysadmin', 'secadmin', 'auditadmin'] as const;
export type Role = (typeof ROLES)[number];
export const ROLE_LABELS: Readonly<Record<Role, string>> = {
  archivist: '档案员',
  reader: '查阅',
  auditor: '审计',
  sysadmin: '系统管理员',
  secadmin: '安全管理员',
  auditadmin: '审计管理员',
};

export const EVERYONE: readonly Role[] = ROLES;
/** Who works with letters. */
export const BUSINESS: readonly Role[] = ['archivist', 'reader', 'auditor'];
export const ARCHIVIST: readonly Role[] = ['archivist'];
/** The three separated administrators. */
export const ADMINISTRATORS: readonly Role[] = ['sysadmin', 'secadmin', 'auditadmin'];
/** Who makes backups and restores them. */
export const KEEPERS: readonly Role[] = ['archivist', 'sysadmin'];
/** Who checks the archive and reads its log. */
export const INSPECTORS: readonly Role[] = ['auditor', 'auditadmin', 'archivist'];
