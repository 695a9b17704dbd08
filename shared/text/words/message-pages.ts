/** Where everybody may leave words: a message there is no petition, though it may use its words. A new one is a word here ([ ] any of these characters). */
export const MESSAGE_PAGES = [
  ...['网上反映', '市长信箱', '[省市县区局厅]长信箱', '书记信箱'],
  ...['留言', '网友', '网民', '问政', '微博', '公众号'],
] as const;
