/** When something breaks, people are told what happened, what is safe and what to do; details are redacted and can be copied. */
import { app, clipboard, dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import os from 'node:os';
import { redact } from './redact.ts';

const SAFE = '已经保存的函件都在档案库中，没有改动。未保存的填写内容可能需要重新输入。';
const WORDS = {
  pageGone: { message: '窗口意外关闭', detail: `显示界面的进程意外停止。${SAFE}` },
  failed: { message: '程序内部出错', detail: `程序遇到没有预料到的错误。${SAFE}` },
} as const;

/** Asks what to do after the page's process has gone. */
export async function reportPageGone(window: BrowserWindow, reason: string): Promise<'reopen' | 'quit'> {
  return (await ask(WORDS.pageGone, `renderer: ${reason}`, ['重新打开窗口', '退出'], window)) === 0 ? 'reopen' : 'quit';
}

/** Reports errors that nothing caught. The process goes on only if the person says so. */
export function catchTheUncaught(): void {
  let asking = false;
  const report = (thrown: unknown): void => {
    if (asking) return;
    asking = true;
    const details = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    process.stderr.write(`${details}\n`);
    app
      .whenReady()
      .then(() => ask(WORDS.failed, details, ['退出', '继续使用']))
      .then((answer) => {
        asking = false;
        if (answer === 0) app.quit();
      })
      .catch(() => app.exit(1));
  };
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
}

async function ask(
  words: { message: string; detail: string },
  details: string,
  buttons: readonly string[],
  window?: BrowserWindow,
): Promise<number> {
  const technical = redact(
    `${app.getName()} ${app.getVersion()}, ${os.platform()} ${os.release()}\n${details}`,
    os.homedir(),
    os.userInfo().username,
  );
  const options = {
    type: 'error' as const,
    title: '复函档案',
    message: words.message,
    detail: words.detail,
    buttons: [...buttons, '复制详细信息'],
    defaultId: 0,
    noLink: true,
  };
  for (;;) {
    const { response } = await (window === undefined || window.isDestroyed()
      ? dialog.showMessageBox(options)
      : dialog.showMessageBox(window, options));
    if (response !== buttons.length) return response;
    await clipboard.writeText(technical);
  }
}
