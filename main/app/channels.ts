/** The names of the six channels between the window and the main process; known to main/app/ipc.ts and main/preload.ts only. */
export const CHANNEL = {
  call: 'archive:call',
  dropped: 'archive:dropped',
  cancel: 'archive:cancel',
  progress: 'archive:progress',
  closing: 'archive:closing',
  closed: 'archive:closed',
} as const;
