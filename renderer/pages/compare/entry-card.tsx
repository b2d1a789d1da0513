// One result: who, its state, what it cost, the test, the answer, and what to do with it.
import { Check, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ChangedFile } from '#contract/types/changes.ts';
import { messageText } from '#contract/sessions/session-export.ts';
import type { Item } from '#contract/sessions/session-view.ts';
import type { Dispatch, DispatchEntry, DispatchTest } from '#contract/types/dispatches.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { formatCompact, formatCost, formatDuration, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge, type Tone } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { useNow } from '../../design/use-now.ts';
import { href, navigate } from '../../state/route.ts';
import { useOpenSession, useServices, useSessionRow } from '../../state/use-client.ts';
import { Markdown } from '../sessions/markdown/markdown.tsx';
import { SessionStateMark } from '../sessions/sidebar/session-state-mark.tsx';
import { retryEntry } from './dispatch-actions.ts';
import { entryName } from './entry-name.ts';
import { KeepDialog } from './keep-dialog.tsx';

const SECOND_MS = 1_000;

interface EntryProps {
  readonly dispatch: Dispatch;
  readonly entry: DispatchEntry;
  /** What it changed; undefined until that was read. */
  readonly files: readonly ChangedFile[] | undefined;
}

/** The card of an entry. */
export function EntryCard({ dispatch, entry, files }: EntryProps) {
  const services = useServices();
  const row = useSessionRow(entry.sessionKey);
  const name = entryName(entry, dispatch.entries);
  return (
    <li
      aria-label={name}
      className="flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-raised p-3 shadow-low"
    >
      <div className="flex items-center gap-2">
        <SessionStateMark row={row} idle={null} />
        <h2 className="min-w-0 flex-1 truncate text-sm font-semibold text-ink">{name}</h2>
        {entry.isArchived === true && <Badge>{t('compare.isArchived')}</Badge>}
      </div>
      {entry.branch !== undefined && (
        <p className="truncate font-mono text-2xs text-ink-faint">{removeHidden(entry.branch)}</p>
      )}
      {entry.state === 'starting' && <SkeletonLines count={2} label={t('compare.starting')} />}
      {entry.state === 'failed' && entry.error !== undefined && (
        <>
          <ErrorNote title={t('compare.startFailed')} message={entry.error.message} hint={entry.error.hint} />
          {dispatch.archivedAt === undefined && (
            <Button
              size="sm"
              icon={RotateCcw}
              label={t('compare.retry')}
              onClick={() => retryEntry(services, dispatch.id, entry.id)}
            />
          )}
        </>
      )}
      {entry.state === 'started' && <Result dispatch={dispatch} entry={entry} files={files} name={name} />}
    </li>
  );
}

function Result({ dispatch, entry, files, name }: EntryProps & { readonly name: string }) {
  const [isKeeping, setKeeping] = useState(false);
  const { sessionKey, worktreeId, test } = entry;
  const canKeep = dispatch.archivedAt === undefined && worktreeId !== undefined;
  return (
    <>
      <Figures sessionKey={sessionKey} files={files} />
      {test !== undefined && <TestResult test={test} />}
      <Answer sessionKey={sessionKey} name={name} />
      <div className="mt-auto flex flex-wrap gap-2 pointer-coarse:gap-3">
        <Button
          size="sm"
          label={t('compare.openSession')}
          aria-label={t('compare.openSessionNamed', { name })}
          onClick={() => navigate(href('sessions', sessionKey))}
        />
        {canKeep && (
          <Button
            size="sm"
            icon={Check}
            label={t('compare.keep')}
            aria-label={t('compare.keepNamed', { name })}
            onClick={() => setKeeping(true)}
          />
        )}
      </div>
      {isKeeping && worktreeId !== undefined && (
        <KeepDialog dispatch={dispatch} entryId={entry.id} worktreeId={worktreeId} onClose={() => setKeeping(false)} />
      )}
    </>
  );
}

interface FiguresProps {
  readonly sessionKey: string;
  readonly files: readonly ChangedFile[] | undefined;
}

/** Changed lines, time, tokens, and cost. */
function Figures({ sessionKey, files }: FiguresProps) {
  const row = useSessionRow(sessionKey);
  const now = useNow(SECOND_MS);
  const runtime = row?.status === 'running' && row.startedAt !== undefined ? now - row.startedAt : row?.runtimeMs;
  const tokens = (row?.inputTokens ?? 0) + (row?.outputTokens ?? 0);
  return (
    <p className="tabular text-xs text-ink-soft">
      {files !== undefined && <ChangedLines files={files} />}
      {joinFacts(
        runtime === undefined ? undefined : formatDuration(runtime),
        tokens === 0 ? undefined : t('compare.tokens', { tokens: formatCompact(tokens) }),
        row?.estimatedCostUsd === undefined ? undefined : formatCost(row.estimatedCostUsd),
      )}
    </p>
  );
}

function ChangedLines({ files }: { readonly files: readonly ChangedFile[] }) {
  const sum = (read: (file: ChangedFile) => number): number => files.reduce((total, file) => total + read(file), 0);
  return (
    <span className="me-2">
      {t('compare.files', { count: files.length })}{' '}
      <span className="text-ok">+{sum(({ additions }) => additions)}</span>{' '}
      <span className="text-bad">−{sum(({ deletions }) => deletions)}</span>
    </span>
  );
}

const TEST_TONES: Readonly<Record<DispatchTest['status'], Tone>> = {
  running: 'neutral',
  waiting: 'warn',
  passed: 'ok',
  failed: 'bad',
  canceled: 'neutral',
  interrupted: 'warn',
};

function TestResult({ test }: { readonly test: DispatchTest }) {
  const { status, command, exitCode, startedAt, endedAt, output, problem } = test;
  const text = output ?? problem;
  return (
    <div className="rounded-md bg-sunken p-2 text-xs text-ink-soft">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={TEST_TONES[status]}>{t(`compare.test.${status}`)}</Badge>
        <span className="tabular">
          {joinFacts(
            typeof exitCode === 'number' ? t('compare.test.exitCode', { code: exitCode }) : undefined,
            endedAt === undefined ? undefined : formatDuration(endedAt - startedAt),
          )}
        </span>
        <code className="min-w-0 truncate">{removeHidden(command)}</code>
      </p>
      {text !== undefined && text.trim() !== '' && (
        <details className="mt-1">
          <summary className="cursor-pointer">{t('compare.test.output')}</summary>
          <pre
            tabIndex={0}
            aria-label={t('compare.test.output')}
            className="mt-1 max-h-60 overflow-auto font-mono text-2xs whitespace-pre-wrap"
          >
            {removeHidden(text)}
          </pre>
        </details>
      )}
    </div>
  );
}

/** The last answer of the session. */
function Answer({ sessionKey, name }: { readonly sessionKey: string; readonly name: string }) {
  const { store } = useOpenSession(sessionKey);
  const text = useStore(store, ({ view }) => findAnswer(view.items));
  if (text === undefined) return <p className="text-sm text-ink-faint">{t('compare.noAnswer')}</p>;
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label={t('compare.answer', { name })}
      className="max-h-96 min-h-0 overflow-auto text-sm wrap-anywhere"
    >
      <Markdown text={text} live={false} />
    </div>
  );
}

function findAnswer(items: readonly Item[]): string | undefined {
  const texts = items.flatMap((item) => (item.kind === 'assistant' ? [messageText(item).trim()] : []));
  return texts.findLast((text) => text !== '');
}
