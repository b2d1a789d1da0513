// Chooses a folder on the machine that runs the host.
import { ChevronRight, CornerLeftUp, Folder, FolderOpen, House } from 'lucide-react';
import { useState } from 'react';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field, TextInput, type FieldProps } from '../../design/field.tsx';
import { EmptyState, ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { Switch } from '../../design/switch.tsx';
import { useRequest } from '../../state/use-client.ts';

interface FolderFieldProps extends Omit<FieldProps, 'children'> {
  readonly value: string;
  readonly onChange: (path: string) => void;
  readonly onEnter?: () => void;
  /** The browser starts in its parent folder. */
  readonly start: string;
}

/** A labeled field for a folder, with a button that opens the {@link FolderBrowser}. */
export function FolderField({ value, onChange, onEnter, start, ...field }: FolderFieldProps) {
  const [browsing, setBrowsing] = useState(false);
  const pick = (path: string) => {
    onChange(path);
    setBrowsing(false);
  };
  return (
    <>
      <Field {...field}>
        {(control) => (
          <div className="flex gap-2">
            <TextInput
              {...control}
              className="font-mono"
              value={value}
              onChange={(event) => onChange(event.target.value)}
              onKeyDown={(event) => (event.key === 'Enter' ? onEnter?.() : undefined)}
            />
            <Button label={t('setup.browse')} icon={FolderOpen} className="h-8" onClick={() => setBrowsing(true)} />
          </div>
        )}
      </Field>
      {browsing && <FolderBrowser start={start} onClose={() => setBrowsing(false)} onPick={pick} />}
    </>
  );
}

interface FolderBrowserProps {
  /** Starts in the parent folder of this path; in home if that doesn't exist. */
  readonly start: string;
  readonly onPick: (path: string) => void;
  readonly onClose: () => void;
}

/** A dialog: a click opens a folder, the button chooses the open one. */
function FolderBrowser({ start, onPick, onClose }: FolderBrowserProps) {
  const first = parentFolder(start);
  const [path, setPath] = useState(first);
  const [hidden, setHidden] = useState(false);
  const read = useRequest('fs.listDir', path === undefined ? {} : { path });
  // The typed path may not exist; home always does.
  if (read.status === 'error' && path !== undefined && path === first) setPath(undefined);
  const entries = (read.data?.entries ?? []).filter((entry) => hidden || entry.hidden !== true);
  const { parent, home } = read.data ?? {};
  const footer = (
    <>
      <label className="me-auto flex items-center gap-2 text-xs text-ink-soft">
        <Switch checked={hidden} onChange={setHidden} label={t('setup.browser.hidden')} /> {t('setup.browser.hidden')}
      </label>
      <Button onClick={onClose}>{t('controls.cancel')}</Button>
      <Button look="primary" disabled={read.data === undefined} onClick={() => onPick(read.data?.path ?? '')}>
        {t('setup.browser.choose')}
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={t('setup.browser.title')} footer={footer}>
      <div className="mb-2 flex items-center gap-1">
        <IconButton
          icon={CornerLeftUp}
          label={t('setup.browser.up')}
          disabled={parent === undefined}
          onClick={() => setPath(parent)}
        />
        <IconButton icon={House} label={t('setup.browser.home')} onClick={() => setPath(home)} />
        <code className="min-w-0 flex-1 truncate text-xs text-ink-soft" dir="rtl">
          {`\u2066${escapeHiddenInLine(read.data?.path ?? '')}\u2069`}
        </code>
      </div>
      <div className="h-72 overflow-y-auto rounded-lg border border-line p-1">
        {read.status === 'loading' && <SkeletonLines count={6} label={t('setup.browser.loading')} />}
        {read.status === 'error' && (
          <ErrorNote
            message={read.error.message}
            action={<Button label={t('setup.browser.home')} size="sm" onClick={() => setPath(undefined)} />}
          />
        )}
        {read.status === 'ready' && entries.length === 0 && (
          <EmptyState title={t('setup.browser.empty')} text={t('setup.browser.emptyText')} />
        )}
        <ul>
          {entries.map((entry) => (
            <li key={entry.path}>
              <button
                type="button"
                onClick={() => setPath(entry.path)}
                className="flex h-(--row) w-full items-center gap-2 rounded-md px-2 text-start text-sm outline-offset-[-2px] hover:bg-hover"
              >
                <Folder size={14} aria-hidden className="shrink-0 text-ink-faint" />
                <span className="min-w-0 flex-1 truncate">{escapeHiddenInLine(entry.name)}</span>
                <ChevronRight size={13} aria-hidden className="text-ink-faint" />
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

/** The parent of a path. It exists even if the suggested folder doesn't yet. */
function parentFolder(path: string): string | undefined {
  const parent = path.replace(/[/\\][^/\\]*[/\\]?$/, '');
  return parent === '' || parent === path ? undefined : parent;
}
