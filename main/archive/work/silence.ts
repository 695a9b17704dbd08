/**
 * What keeps native code from speaking to anybody. onnxruntime (1.30) reports its use to its maker's servers some seconds after a
 * model was loaded, unless it is told not to: found by `npm run sockets`, which would find the next of its kind.
 */

/** In the environment of every process that may load native code, before it is loaded. */
export const SILENCE: Readonly<Record<string, string>> = { ORT_DISABLE_TELEMETRY: '1' };

/** For this process and all that it starts. Only a process's first thread can say it to native code: called where programs begin. */
export function silenceNativeCode(): void {
  Object.assign(process.env, SILENCE);
}
