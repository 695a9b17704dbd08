/** Acts on a day of the test's own: the computer's clock alone is set, timers go on as ever. */
import { vi } from 'vitest';

/** @param day as 2020-10-01; it is noon there (UTC) */
export async function onDay<T>(day: string, act: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${day}T12:00:00Z`) });
  try {
    return await act();
  } finally {
    vi.useRealTimers();
  }
}
