/**
 * 校验单: the head of the log and the state of the archive on paper, once a month, with two signatures. Who rebuilds the whole
 * chain afterwards has another head than the sheet.
 */
import type { Report } from '../print/report.ts';
import { beijingTime } from '../../../shared/text/dates.ts';
import { auditActionName } from '../../../shared/model/audit.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import { archiveIdOf } from '../storage/meta.ts';
import type { ReadableDb } from '../storage/types.ts';
import { auditTip } from './audit.ts';
import { logHeadRows } from './log-head.ts';

interface ActRow {
  seq: number;
  at: string;
  actor: string;
  action: string;
  detail: string;
}

/** First moment of a month and of the next, ISO UTC, by the calendar of this computer. */
function bounds(month: string): [string, string] {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  return [new Date(year, number - 1, 1).toISOString(), new Date(year, number, 1).toISOString()];
}

const count = (db: ReadableDb, sql: string, params: string[] = []): number =>
  db.get<{ n: number }>(sql, params)?.n ?? 0;

function lastVerify(row: ActRow | undefined): string {
  if (row === undefined) return '本月没有校验';
  const { ok, problems } = readRecord(row.detail);
  return `${beijingTime(row.at)}，${row.actor}，${ok === true ? '通过' : `发现 ${String(problems)} 个问题`}`;
}

/** What the last four-property check found: who reads «通过» beside it must see both. */
function lastInspection(row: ActRow | undefined): string {
  if (row === undefined) return '本月没有检测';
  const { ok, letters, failed } = readRecord(row.detail);
  const items = Array.isArray(failed) ? failed.map(String).join('、') : '';
  const outcome = ok === true ? '没有不通过的项' : `不通过${items === '' ? '' : `：${items}`}`;
  return `${beijingTime(row.at)}，${row.actor}，检测 ${String(letters)} 件，${outcome}`;
}

function lastBackup(row: ActRow | undefined): string {
  if (row === undefined) return '本月没有备份';
  const { sha256 } = readRecord(row.detail);
  return `${beijingTime(row.at)}，${row.actor}\nSHA-256 ${typeof sha256 === 'string' ? sha256 : ''}`;
}

/**
 * @param month 2026-11
 * @param now when the sheet is made; the head of the log is that of this moment
 */
export function checkSheet(db: ReadableDb, month: string, now: Date = new Date()): Report {
  const [from, to] = bounds(month);
  const tip = auditTip(db);
  const archiveId = archiveIdOf(db);
  const last = (action: string): ActRow | undefined =>
    db.get<ActRow>(
      'SELECT seq, at, actor, action, detail FROM audit WHERE action = ? AND at >= ? AND at < ? ORDER BY seq DESC LIMIT 1',
      [action, from, to],
    );
  const acts = db.all<{ action: string; n: number }>(
    'SELECT action, count(*) AS n FROM audit WHERE at >= ? AND at < ? GROUP BY action ORDER BY action',
    [from, to],
  );
  const setBack = db.all<ActRow>(
    "SELECT seq, at, actor, action, detail FROM audit WHERE action = 'clock.set_back' AND at >= ? AND at < ? ORDER BY seq",
    [from, to],
  );
  return {
    title: '档案库校验单',
    subtitle: `${month.slice(0, 4)} 年 ${Number(month.slice(5))} 月`,
    foot: `档案库 ${archiveId}　审计链第 ${tip.seq} 条`,
    date: now,
    blocks: [
      {
        kind: 'pairs',
        rows: [
          ['出具时间', beijingTime(now.toISOString())],
          ['档案库标识', archiveId],
          ['函件', `${count(db, 'SELECT count(*) AS n FROM letter')} 件`],
          ['版本', `${count(db, 'SELECT count(*) AS n FROM version')} 个`],
          [
            '文件内容',
            `${count(db, 'SELECT count(*) AS n FROM content')} 份，${count(db, 'SELECT coalesce(sum(size),0) AS n FROM content')} 字节`,
          ],
          ['本月最后一次校验', lastVerify(last('archive.verify'))],
          ['本月最后一次四性检测', lastInspection(last('report.inspection'))],
          ['本月最后一次备份', lastBackup(last('backup.make'))],
          [
            '本月系统时间倒退',
            setBack.length === 0 ? '没有' : setBack.map(({ seq, at }) => `第 ${seq} 条，${beijingTime(at)}`).join('\n'),
          ],
        ],
      },
      { kind: 'heading', text: '审计链末端' },
      {
        kind: 'pairs',
        rows: logHeadRows(tip),
      },
      { kind: 'heading', text: '本月记录' },
      acts.length === 0
        ? { kind: 'text', text: '本月没有记录。' }
        : {
            kind: 'table',
            columns: ['操作', '条数'],
            widths: [3, 1],
            rows: acts.map(({ action, n }) => [auditActionName(action), String(n)]),
          },
      {
        kind: 'text',
        text: '此单应在线下妥善保管。日后从档案库导出审计日志，其中同一序号的校验值须与此单相同；不同即表明此前的记录被改动或整体重做。',
      },
      { kind: 'signatures', labels: ['出具人', '监督人'] },
    ],
  };
}
