// Moves the write-ahead log into the database file from a worker thread, because a checkpoint would delay a commit by tens of
// milliseconds.
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';

/** Size of the log from which it is moved, bytes. */
const START_BYTES = 4 * 1024 * 1024;
/** Size from which commits move it themselves, pages: 64 MiB. */
const MAX_LOG_PAGES = 16_384;
/** Commits between two looks at the size. */
const LOOK_EVERY = 8;
/** Idle time after which the thread ends, ms: it costs some memory. */
const IDLE_MS = 10_000;

/** Code of the worker. It is text, so that it works both in sources and in a bundle. */
const CHECKPOINT = `
const { workerData: { driver, path }, parentPort } = require('node:worker_threads');
const Database = require(driver);
const database = new Database(path, { fileMustExist: true, timeout: 0 });
database.pragma('synchronous = FULL');
parentPort.on('message', (request) => {
  if (request === 'end') {
    database.close();
    parentPort.close();
    return;
  }
  try {
    database.pragma('wal_checkpoint(PASSIVE)');
  } catch {
    // The next commits meet the same problem and report it.
  }
  parentPort.postMessage('done');
});
`;

/** The checkpoints of one database. */
export interface WalCheckpoints {
  /** Called after each commit. */
  committed(): void;
  /** Ends the thread. It starts again when it is needed. */
  stop(): Promise<void>;
}

/** Takes over the checkpoints of an open database. */
export function openWalCheckpoints(database: Database): WalCheckpoints {
  const path = database.name;
  database.pragma(`wal_autocheckpoint = ${MAX_LOG_PAGES}`);
  // The file shrinks to this size once all of it was moved, so a larger one has something to move.
  database.pragma(`journal_size_limit = ${START_BYTES}`);
  let commits = 0;
  let nextLook = LOOK_EVERY;
  let worker: Worker | undefined;
  let isBusy = false;
  let idle: NodeJS.Timeout | undefined;
  const stop = async (): Promise<void> => {
    const ending = worker;
    clearTimeout(idle);
    worker = undefined;
    isBusy = false;
    if (ending === undefined) return;
    // Terminating a thread that still loads the driver would abort the whole process.
    const ended = once(ending, 'exit');
    ending.postMessage('end');
    await ended;
  };
  const start = (): Worker => {
    const driver = createRequire(import.meta.url).resolve('better-sqlite3');
    const started = new Worker(CHECKPOINT, { eval: true, workerData: { driver, path } });
    started.unref();
    started.on('message', () => {
      isBusy = false;
      idle = setTimeout(() => void stop(), IDLE_MS).unref();
      // Commits made during the checkpoint may still be in the log, and no later commit is certain to trigger another one.
      look();
    });
    // Without the thread, commits move the log themselves once it is large.
    started.once('error', () => undefined);
    started.once('exit', () => {
      if (worker === started) worker = undefined;
    });
    return started;
  };
  const look = (): void => {
    if (isBusy || commits < nextLook) return;
    nextLook = commits + LOOK_EVERY;
    if (logSize(path) <= START_BYTES) return;
    isBusy = true;
    clearTimeout(idle);
    worker ??= start();
    worker.postMessage('move');
  };
  return {
    committed() {
      commits += 1;
      look();
    },
    stop,
  };
}

function logSize(path: string): number {
  return statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}
