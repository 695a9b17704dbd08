/** The part of pdf.js's worker that `pdf-own.ts` starts in its own thread; the package brings no types for it. */
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs' {
  export const WorkerMessageHandler: { initializeFromPort: (port: object) => void };
}
