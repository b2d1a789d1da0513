// What the session changed: a list of files that open into their diffs.
import { ChevronRight, GitCompare } from 'lucide-react';
import type { MethodResult } from '#contract/methods.ts';
import { Badge, type Tone } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { DiffCounts, DiffView } from '../../design/diff-view.tsx';
import { EmptyState, ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { hintOf } from '../../state/resource.ts';
import { useRequest } from '../../state/use-client.ts';

type Diff = MethodResult<'sessions.diff'>;

/** Read again when files change. */
export function ChangesView({
  sessionKey,
  onOpen,
}: {
  readonly sessionKey: string;
  readonly onOpen: (path: string) => void;
}) {
  const read = useRequest('sessions.diff', { sessionKey }, ['files.changed']);
  if (read.status === 'loading')
    return (
      <div className="p-3">
        <SkeletonLines count={5} label="Reading changes" />
      </div>
    );
  if (read.data === undefined) {
    return (
      <div className="p-2">
        <ErrorNote
          title="Changes could not be read"
          message={read.error?.message ?? ''}
          hint={read.error === undefined ? undefined : hintOf(read.error)}
          onRetry={() => void read.reload()}
        />
      </div>
    );
  }
  const diff = read.data;
  if (diff.files.length === 0) {
    return (
      <EmptyState icon={<GitCompare size={22} />} title="Nothing changed">
        Files that this session writes appear here with their differences.
      </EmptyState>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <p className="flex items-center gap-2 px-3 py-2 text-xs text-ink-soft">
        {diff.files.length} {diff.files.length === 1 ? 'file' : 'files'}{' '}
        <DiffCounts additions={diff.additions} deletions={diff.deletions} />
        {diff.branch !== undefined && <span className="ml-auto truncate text-ink-faint">{diff.branch}</span>}
      </p>
      <ul>
        {diff.files.map((file) => (
          <li key={file.path} className="border-t border-line">
            <ChangedFile file={file} onOpen={onOpen} open={diff.files.length === 1} />
          </li>
        ))}
      </ul>
      {diff.truncated === true && <p className="px-3 py-2 text-xs text-ink-faint">There is more than is shown here.</p>}
    </div>
  );
}

const TONES: Readonly<Record<Diff['files'][number]['status'], Tone>> = {
  added: 'ok',
  modified: 'neutral',
  deleted: 'bad',
  renamed: 'accent',
};

function ChangedFile({
  file,
  open,
  onOpen,
}: {
  readonly file: Diff['files'][number];
  readonly open: boolean;
  readonly onOpen: (path: string) => void;
}) {
  return (
    <details className="group" open={open}>
      <summary className="flex list-none items-center gap-2 px-2 py-1.5 text-sm outline-offset-[-2px] hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={13}
          aria-hidden
          className="shrink-0 text-ink-faint transition-transform group-open:rotate-90"
        />
        <span className="min-w-0 flex-1 truncate" title={file.path}>
          {file.path}
        </span>
        <DiffCounts additions={file.additions} deletions={file.deletions} />
        <Badge tone={TONES[file.status]}>{file.status}</Badge>
      </summary>
      {file.binary === true && <p className="px-8 pb-2 text-xs text-ink-faint">A binary file.</p>}
      {file.patch !== undefined && <DiffView text={file.patch} bare limit={300} />}
      {file.truncated === true && <p className="px-8 py-1 text-xs text-ink-faint">Too long to show in full.</p>}
      {file.status !== 'deleted' && (
        <Button size="sm" look="quiet" className="my-1 ml-6" onClick={() => onOpen(file.path)}>
          Open file
        </Button>
      )}
    </details>
  );
}
