// One file of an agent: editor or preview, its state and history.
import { History } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useStore } from 'zustand';
import type { AgentFileName } from '#contract/types/agent-files.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { Card } from '../../../design/page.tsx';
import { EmptyState } from '../../../design/states.tsx';
import { Segmented } from '../../../design/tabs.tsx';
import { lazyPart } from '../../../state/load-part.ts';
import { useRequest } from '../../../state/use-client.ts';
import { CodeEditor, EditorSkeleton } from '../../files/lazy-code-editor.tsx';
import { FileNotices } from '../../files/file-notices.tsx';
import type { OpenFile } from '../../files/open-file.ts';
import { PhaseBadge, SaveButton } from '../../files/phase-badge.tsx';
import { HistoryDialog } from './history-dialog.tsx';

const Markdown = lazyPart(() => import('../../sessions/markdown/markdown.tsx'), 'Markdown');

const VIEWS = ['edit', 'preview'] as const;

interface AgentFileEditorProps {
  readonly agentId: string;
  readonly name: AgentFileName;
  readonly file: OpenFile;
}

/** Saved with its button or Mod+S. */
export function AgentFileEditor({ agentId, name, file }: AgentFileEditorProps) {
  const edit = useStore(file.store, (state) => state.edit);
  const [view, setView] = useState<(typeof VIEWS)[number]>('edit');
  const [showHistory, setShowHistory] = useState(false);
  return (
    <Card className="flex h-130 flex-col overflow-hidden max-md:h-[70vh]">
      <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line px-2 py-1.5">
        <Segmented
          label={t('agents.files.view')}
          options={VIEWS.map((value) => ({ value, label: t(`agents.files.${value}`) }))}
          value={view}
          onChange={setView}
        />
        <span className="flex-1" />
        <PhaseBadge phase={edit.phase} />
        <Button size="sm" look="quiet" icon={History} onClick={() => setShowHistory(true)}>
          {t('agents.history.button')}
        </Button>
        <SaveButton file={file} look="primary" />
      </header>
      <NotInForce agentId={agentId} name={name} file={file} />
      <FileNotices file={file} />
      <div className="min-h-0 flex-1">
        <Suspense fallback={<EditorSkeleton label={t('files.loadingFile')} />}>
          {edit.phase === 'loading' ? (
            <EditorSkeleton label={t('files.loadingFile')} />
          ) : view === 'preview' ? (
            <Preview text={edit.text} />
          ) : (
            <CodeEditor
              path={name}
              wrap
              text={edit.text}
              onChange={(text) => file.type(text)}
              onSave={() => file.save()}
            />
          )}
        </Suspense>
      </div>
      {showHistory && <HistoryDialog agentId={agentId} name={name} file={file} onClose={() => setShowHistory(false)} />}
    </Card>
  );
}

function Preview({ text }: { readonly text: string }) {
  if (text.trim() === '')
    return (
      <div className="flex h-full">
        <EmptyState title={t('agents.files.previewEmpty')} text={t('agents.files.previewEmptyText')} />
      </div>
    );
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label={t('agents.files.preview')}
      className="h-full overflow-y-auto px-5 py-3 text-read"
    >
      <Markdown text={text} live={false} />
    </div>
  );
}

/** A file found in a folder may come from anyone: the agent uses it only once a person has saved it. */
function NotInForce({ agentId, name, file }: AgentFileEditorProps) {
  const { data } = useRequest('agents.files.history', { agentId, name }, ['settings.changed']);
  if (data === undefined || data.missing || data.inForce) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line bg-warn-soft px-3 py-2 text-xs text-ink">
      <span className="min-w-40 flex-1">{t('agents.files.notInForce')}</span>
      <Button label={t('agents.files.saveAsIs')} size="sm" onClick={() => void file.save()} />
    </div>
  );
}
