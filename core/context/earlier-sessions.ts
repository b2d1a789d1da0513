// Earlier sessions of the same project, or in the same workspace: title, date, and summary, newest first.
import { compactionInForce } from '#contract/sessions/compaction.ts';
import { truncateLine, truncateText } from '#contract/types/truncate-text.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import { readLog } from '../sessions/read-log.ts';
import type { ContextSource } from './context-source.ts';
import { fitLines, type FittedText } from './fit-text.ts';

/** Sessions to look at. */
const MAX_SESSIONS = 20;
/** A longer conversation isn't read for its summary, events. */
const MAX_EVENTS = 4_000;
const TITLE_CHARACTERS = 120;
const SUMMARY_CHARACTERS = 1_500;

/** Collects titles, and summaries where a conversation has one; else its last message. */
export async function collectSessions(source: ContextSource, tokens: number): Promise<FittedText> {
  const { ports, record } = source;
  const { projectId, workspace, ownerId, key } = record;
  const place = projectId === undefined ? { workspace } : { projectId };
  const query = { ...place, archived: 'all', limit: MAX_SESSIONS + 1, offset: 0 } as const;
  const { sessions } = await ports.store.sessions.list(query);
  const others = sessions.filter((one) => one.key !== key && one.ownerId === ownerId && one.lastSeq > 0);
  const entries: string[] = [];
  for (const other of others.slice(0, MAX_SESSIONS)) {
    source.signal.throwIfAborted();
    entries.push(await describe(source, other));
  }
  return fitLines(entries, tokens, 'start');
}

async function describe({ ports }: ContextSource, record: SessionRecord): Promise<string> {
  const title = truncateLine(record.title ?? record.derivedTitle ?? record.key, TITLE_CHARACTERS);
  const date = new Date(record.updatedAt).toISOString().slice(0, 10);
  const summary = record.lastSeq > MAX_EVENTS ? undefined : await readSummary(ports, record.key);
  const text = truncateText((summary ?? record.preview ?? '').trim(), SUMMARY_CHARACTERS).replaceAll('\n', '\n  ');
  return `- ${title} (${date})${text === '' ? '' : `\n  ${text}`}`;
}

async function readSummary(ports: ContextSource['ports'], key: string): Promise<string | undefined> {
  return compactionInForce((await readLog(ports, key)).view.items)?.more;
}
