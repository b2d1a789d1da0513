// The message box with its draft, the queue above it, and the choices below it.
import { Suspense, useRef, type ClipboardEvent } from 'react';
import { t } from '#messages/translate.ts';
import { cx } from '../../../design/class-names.ts';
import { useFileDrop } from '../../../design/use-file-drop.ts';
import type { Draft } from '../../../state/drafts.ts';
import { keyCaps } from '../../../design/key-caps.ts';
import { lazyPart } from '../../../state/load-part.ts';
import { AttachmentStrip } from './attachment-strip.tsx';
import { ComposerBar, useBarTasks, type TakeFiles } from './composer-bar.tsx';
import { MentionMenu } from './mention-menu.tsx';
import { MentionStrip } from './mention-strip.tsx';
import { PasteStrip } from './paste-strip.tsx';
import { SlashMenu } from './slash-menu-view.tsx';
import { isTouch, useComposer, type ComposerProps } from './use-composer.ts';

// New sessions have no queue.
const QueueRows = lazyPart(() => import('./queue-rows.tsx'), 'QueueRows', 'early');

const IN_PANE =
  'mx-auto w-full max-w-196 shrink-0 px-5 pb-4 max-md:px-3 max-md:pb-[max(0.75rem,env(safe-area-inset-bottom))]';

/** The composer of a session, existing or new. */
export function Composer(props: ComposerProps) {
  const { view, focused, actions, onPage } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const { running } = view;
  const composer = useComposer(props, field);
  const { draft, choices, slash, mention, empty, hint, write, onKeyDown, addFiles, addPaste } = composer;
  const tasks = useBarTasks({
    addFiles,
    send: () => composer.send('queue'),
    stop: () => actions.stop(),
    clearText: () => write({ text: '' }),
  });
  const dropping = useFileDrop(field, (files) => void addFiles(files));
  return (
    <div className={onPage === undefined ? IN_PANE : 'relative'}>
      {dropping && <DropHint />}
      {view.queue.length > 0 && (
        <Suspense fallback={null}>
          <QueueRows queue={view.queue} running={running} actions={actions} />
        </Suspense>
      )}
      <div className="relative">
        <SlashMenu {...slash} />
        <MentionMenu {...mention} />
        <div
          className={cx(
            'rounded-xl border bg-raised transition-colors focus-within:border-accent',
            onPage === undefined ? 'shadow-low' : 'shadow-mid',
            choices.mode === 'full' ? 'border-bad' : 'border-line-strong',
          )}
        >
          <AddedParts draft={draft} write={write} />
          <textarea
            dir="auto"
            ref={field}
            rows={1}
            aria-label={onPage?.label ?? t('composer.message')}
            placeholder={onPage?.placeholder ?? placeholder(running)}
            value={draft.text}
            {...mention.fieldProps}
            onChange={(event) => {
              write({ text: event.target.value });
              mention.moveCaret();
            }}
            onSelect={mention.moveCaret}
            onKeyDown={onKeyDown}
            onPaste={(event) => takePaste(event, addFiles, addPaste)}
            className={cx(
              'block field-sizing-content max-h-[40vh] w-full resize-none bg-transparent px-3.5 pt-3 pb-1 text-read text-ink outline-none placeholder:text-ink-faint',
              onPage === undefined ? 'min-h-11' : 'min-h-20',
            )}
          />
          {hint !== undefined && (
            <p role="status" className="px-3.5 pb-1 text-xs font-medium text-warn">
              {hint}
            </p>
          )}
          <ComposerBar
            sessionKey={props.sessionKey}
            focused={focused}
            isOnPage={onPage !== undefined}
            sendLabel={onPage?.send ?? t('composer.send')}
            running={running}
            empty={empty}
            hasText={draft.text.trim() !== ''}
            contextTokens={view.contextTokens}
            usage={view.usage}
            tasks={tasks}
          />
        </div>
      </div>
    </div>
  );
}

/** What was added to the text of a draft. */
function AddedParts({ draft, write }: { readonly draft: Draft; readonly write: (changes: Partial<Draft>) => void }) {
  return (
    <>
      <AttachmentStrip draft={draft} onChange={write} />
      <PasteStrip pastes={draft.pastes ?? []} onChange={(pastes) => write({ pastes })} />
      <MentionStrip mentions={draft.mentions ?? []} onChange={(mentions) => write({ mentions })} />
    </>
  );
}

function DropHint() {
  return (
    <p className="pointer-events-none absolute inset-1.5 z-20 flex items-center justify-center rounded-xl border-2 border-dashed border-accent bg-surface/85 text-base font-medium text-accent-ink">
      {t('composer.dropHere')}
    </p>
  );
}

function placeholder(running: boolean): string {
  if (!running) return t('composer.placeholder');
  return isTouch()
    ? t('composer.placeholderQueue')
    : t('composer.placeholderRunning', { key: keyCaps('Mod').join('') });
}

function takePaste(event: ClipboardEvent, takeFiles: TakeFiles, takeText: (text: string) => boolean): void {
  const { files } = event.clipboardData;
  if (files.length > 0) {
    event.preventDefault();
    void takeFiles([...files]);
  } else if (takeText(event.clipboardData.getData('text/plain'))) event.preventDefault();
}
