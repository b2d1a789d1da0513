// Follows the log by cursor: a bounded buffer, one request at a time, only while the page is visible.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MethodResult } from '#contract/methods/registry.ts';
import { logSession } from '#contract/types/log-session.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { parseLogLine, type NumberedLog } from './log-lines.ts';

/** The state of the log page. */
export interface LogTailState {
  readonly lines: readonly NumberedLog[];
  readonly file: string;
  readonly loading: boolean;
  readonly error: string;
  readonly following: boolean;
}

/** The used part of the result of `logs.tail`. */
export type LogPage = Pick<MethodResult<'logs.tail'>, 'file' | 'cursor' | 'lines'>;

/** Reads the log from a cursor, or its end without one. */
export type ReadLog = (cursor: number | undefined) => Promise<LogPage>;

/** A follower of the log. `stop` ends it; nothing runs before `start`. */
export interface LogTail {
  readonly store: StoreApi<LogTailState>;
  start(): void;
  stop(): void;
  setFollowing(following: boolean): void;
}

/** Size of the buffer, lines. */
export const LOG_BUFFER_LINES = 5_000;
const POLL_MS = 1_500;

/** Creates a follower. `visible` is called before each poll, so that a hidden page does no work. */
export function createLogTail(read: ReadLog, visible: () => boolean): LogTail {
  const store = createStore<LogTailState>(() => ({ lines: [], file: '', loading: true, error: '', following: true }));
  let cursor: number | undefined;
  let nextId = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  const place = logSession();

  const append = (page: LogPage) => {
    cursor = page.cursor;
    const fresh = page.lines
      .filter((line) => line !== '')
      .map(parseLogLine)
      .map((line): NumberedLog => ({ ...line, ...place(line.fields), id: nextId++ }));
    const { lines } = store.getState();
    const all = fresh.length === 0 ? lines : [...lines, ...fresh].slice(-LOG_BUFFER_LINES);
    store.setState({ lines: all, file: page.file, loading: false, error: '' });
  };
  const poll = async () => {
    timer = undefined;
    if (visible()) {
      try {
        append(await read(cursor));
      } catch (error) {
        store.setState({ loading: false, error: errorMessage(error) });
      }
    }
    schedule(POLL_MS);
  };
  const schedule = (ms: number) => {
    if (running && timer === undefined && store.getState().following) timer = setTimeout(() => void poll(), ms);
  };
  const cancel = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    store,
    start: () => {
      running = true;
      schedule(0);
    },
    stop: () => {
      running = false;
      cancel();
    },
    setFollowing: (following) => {
      store.setState({ following });
      cancel();
      schedule(0);
    },
  };
}
