/** The foot of the window: where the archive is and how it stands, and the work that goes on. */
import { Button, Progress as Bar } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { call } from '../archive/client.ts';
import { fileName } from '../archive/files.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { sinceWords } from '../components/format.ts';
import { percentOf } from '../components/progress-line.tsx';
import { useCommands } from './commands/registry.ts';
import styles from './frame.module.css';
import { OVER } from './keyboard-place.ts';
import { secondsLeft, showJobs, useJobs, type Job } from './jobs.ts';
import { useReport } from './report.tsx';
import { useSession } from './session.tsx';
import { words } from './words.ts';

export function StatusLine() {
  const { info, refresh } = useSession();
  const { jobs, open } = useJobs();
  const ended = jobs.filter(({ state }) => state !== 'running').length;
  useEffect(() => {
    if (ended > 0) refresh();
  }, [ended, refresh]);
  useCommands({ 'jobs.open': { run: () => showJobs(!open) } });
  const running = jobs.filter(({ state }) => state === 'running');
  const last = jobs[0];
  return (
    <footer className={styles['status']}>
      <span title={words.offlineHint}>
        <span className={styles['dot']} aria-hidden /> {words.offline}
      </span>
      {info && (
        <span className={styles['where']} title={info.archive}>
          {words.archiveAt(info.archive)}
        </span>
      )}
      {info && <span>{words.letters(info.letters)}</span>}
      {info?.read_only === true && <strong title={words.readOnlyHint}>{words.readOnly}</strong>}
      {info && <span>{lastWords(info.verified, words.noVerify, words.verified)}</span>}
      {info && <span>{lastWords(info.backed_up, words.noBackup, words.backedUp)}</span>}
      <span className={styles['grow']} />
      {open && <JobList jobs={jobs} />}
      {running[0] ? (
        <RunningJob job={running[0]} more={running.length - 1} />
      ) : last ? (
        <button type="button" className={styles['jobs']} onClick={() => showJobs(!open)}>
          {last.name}：{endWords(last)}
        </button>
      ) : (
        <span>{words.noJobs}</span>
      )}
    </footer>
  );
}

function lastWords(
  act: { at: string; ok: boolean } | null,
  never: string,
  told: (ago: string, ok: boolean) => string,
): string {
  return act === null ? never : told(sinceWords(act.at), act.ok);
}

function endWords({ state, result, error }: Job): string {
  if (state === 'done') return result?.words ?? words.jobDone;
  if (state === 'cancelled') return words.jobCancelled;
  return error?.message ?? words.jobFailed;
}

/** What a job says of itself once a second. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function RunningJob({ job, more }: { job: Job; more: number }) {
  const now = useNow();
  const left = secondsLeft(job, now);
  const { progress, name } = job;
  return (
    <span className={styles['running']} role="status">
      <button type="button" className={styles['jobs']} onClick={() => showJobs(!useJobs.getState().open)}>
        {name}
        {progress !== undefined && progress.total > 0 && ` ${progress.done} / ${progress.total}`}
        {more > 0 && words.moreJobs(more)}
      </button>
      <Bar
        className={styles['progress'] ?? ''}
        percent={percentOf(progress) ?? 0}
        showInfo={false}
        size="small"
        aria-label={name}
      />
      {left !== null && left > 0 && <span>{words.secondsLeft(left)}</span>}
      <Button size="small" type="link" onClick={job.cancel}>
        {words.cancel}
      </Button>
    </span>
  );
}

function JobList({ jobs }: { jobs: readonly Job[] }) {
  const report = useReport();
  const sheet = useRef<HTMLElement>(null);
  useEffect(() => sheet.current?.focus(), []);
  return (
    <section
      ref={sheet}
      className={styles['jobList']}
      aria-label={words.jobs}
      tabIndex={-1}
      {...{ [OVER]: true }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') showJobs(false);
      }}
    >
      <header>
        <strong>{words.jobs}</strong>
        <Button size="small" type="text" onClick={() => showJobs(false)}>
          {words.close}
        </Button>
      </header>
      {jobs.length === 0 && <p>{words.noJobs}</p>}
      <ul>
        {jobs.map((job) => (
          <li key={job.key} data-state={job.state}>
            <div className={styles['jobHead']}>
              <strong>{job.name}</strong>
              {job.state === 'running' ? (
                <>
                  <span>
                    {job.progress !== undefined &&
                      job.progress.total > 0 &&
                      `${job.progress.done} / ${job.progress.total}`}
                  </span>
                  <Button size="small" onClick={job.cancel}>
                    {words.cancel}
                  </Button>
                </>
              ) : (
                <span>{job.error === undefined ? endWords(job) : words.jobFailed}</span>
              )}
            </div>
            {job.error && <ErrorNotice error={job.error} />}
            {job.result?.lines?.map((line) => (
              <div key={line}>{line}</div>
            ))}
            {(job.result?.files ?? []).slice(0, MOST_FILES).map((path) => (
              <Button
                key={path}
                type="link"
                size="small"
                title={path}
                onClick={() => void call('shell.reveal', { path }).catch(report)}
              >
                {fileName(path)}
              </Button>
            ))}
            {(job.result?.files?.length ?? 0) > MOST_FILES && (
              <span>{words.moreFiles((job.result?.files?.length ?? 0) - MOST_FILES)}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const MOST_FILES = 5;
