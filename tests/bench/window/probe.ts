/** What is measured inside the page: from a key to the frame that shows its answer. Runs in the page; no imports. */

/** Frames and long tasks of the page's thread, noted from the start. */
export function installProbe(): void {
  const noted = window as unknown as { probe: Probe };
  const probe: Probe = { keyAt: 0, longTasks: [], frames: [] };
  noted.probe = probe;
  // A composed character comes without a key of its own: its input is its key.
  for (const kind of ['keydown', 'beforeinput'])
    document.addEventListener(kind, (event) => (probe.keyAt = event.timeStamp), true);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) probe.longTasks.push(Math.round(entry.duration));
  }).observe({ type: 'longtask' });
}

export interface Probe {
  /** When the last key went down. */
  keyAt: number;
  longTasks: number[];
  frames: number[];
}

/**
 * Waits for the end of the first frame in which a test of the page holds: then it has been painted. The driver's own waiting looks again
 * only after 20, 50, 100, 100 and then every 500 ms, and its times would be those of its steps.
 */
export function whenShown(holds: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = performance.now() + 60_000;
    const look = (): void => {
      if (holds()) {
        // What comes by a port is handled behind the painting of this frame.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(null);
      } else if (performance.now() > give) reject(new Error('nothing after 60 s'));
      else requestAnimationFrame(look);
    };
    look();
  });
}

/** Scrolls a list from its beginning to its end and answers how long each frame took, in milliseconds. */
export function scrollThrough(selector: string, steps: number): Promise<number[]> {
  const shown = [...document.querySelectorAll(selector)].find((one) => one.getClientRects().length > 0);
  const element = shown?.parentElement;
  if (element == null) throw new Error(`no ${selector}`);
  const way = element.scrollHeight - element.clientHeight;
  const frames: number[] = [];
  return new Promise((resolve) => {
    let before = performance.now();
    let step = 0;
    const frame = (): void => {
      const now = performance.now();
      frames.push(now - before);
      before = now;
      step += 1;
      element.scrollTop = (way * step) / steps;
      if (step < steps) requestAnimationFrame(frame);
      else resolve(frames.slice(1));
    };
    requestAnimationFrame(frame);
  });
}
