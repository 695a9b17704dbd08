/** Makes technical text fit to be passed on to maintainers. */

/** Takes out of technical text what tells of the person: the home folder, the user name, and anything in Chinese (it may be a letter's). */
export function redact(details: string, home: string, user: string): string {
  const withoutHome = home.length > 1 ? details.replaceAll(home, '~') : details;
  const withoutUser = user.length > 1 && user !== 'root' ? withoutHome.replaceAll(user, '<user>') : withoutHome;
  return withoutUser.replace(/[\p{Script=Han}，。、；：？！“”‘’（）《》〔〕【】]+/gu, '…');
}
