// The message box with its draft, the queue above it, and the choices below it.
import { ArrowUp, ImagePlus, Square } from 'lucide-react';
import { useRef, type ClipboardEvent, type DragEvent } from 'react';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { keyCaps } from '../../../design/key-caps.ts';
import { AgentMenu, ModelMenu, ModeMenu } from './choice-menus.tsx';
import { ContextRing } from './context-ring.tsx';
import { ImageStrip } from './image-strip.tsx';
import { QueueRows } from './queue-rows.tsx';
import { SlashMenu } from './slash-menu-view.tsx';
import { isTouch, useComposer, type ComposerProps } from './use-composer.ts';

/** The composer of a session, existing or new. */
export function Composer({ sessionKey, view, focused, actions, onSend }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const running = view.run !== undefined;
  const { draft, choices, slash, empty, stopAsked, write, send, onKeyDown, addFiles } = useComposer(
    { sessionKey, view, focused, actions, onSend },
    field,
  );
  return (
    <div className="mx-auto w-full max-w-196 shrink-0 px-5 pb-4 max-md:px-3 max-md:pb-[max(0.75rem,env(safe-area-inset-bottom))]">
      <QueueRows queue={view.queue} running={running} actions={actions} />
      <div className="relative">
        <SlashMenu {...slash} />
        <div
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => takeFiles(event, event.dataTransfer.files, addFiles)}
          className={cx(
            'rounded-xl border bg-raised shadow-low transition-colors focus-within:border-accent',
            choices.mode === 'full' ? 'border-bad' : 'border-line-strong',
          )}
        >
          <ImageStrip images={draft.images} onRemove={(index) => write({ images: draft.images.toSpliced(index, 1) })} />
          <textarea
            ref={field}
            rows={1}
            aria-label={t('composer.message')}
            placeholder={placeholder(running, stopAsked)}
            value={draft.text}
            onChange={(event) => write({ text: event.target.value })}
            onKeyDown={onKeyDown}
            onPaste={(event) => takeFiles(event, event.clipboardData.files, addFiles)}
            className="block field-sizing-content max-h-[40vh] min-h-11 w-full resize-none bg-transparent px-3.5 pt-3 pb-1 text-read text-ink outline-none placeholder:text-ink-faint"
          />
          <div className="flex items-center gap-0.5 px-2 pb-2">
            <AttachButton onFiles={addFiles} />
            <ModeMenu choices={choices} />
            <AgentMenu choices={choices} />
            <ModelMenu choices={choices} focused={focused} />
            <span className="min-w-0 flex-1" />
            {choices.isNew ? null : (
              <ContextRing used={view.contextTokens} window={choices.model?.contextWindow} usage={view.usage} />
            )}
            <SendButtons
              running={running}
              empty={empty}
              onSend={() => send('queue')}
              onStop={() => void actions.stop()}
            />
          </div>
        </div>
      </div>
    </div>
  );
}

function placeholder(running: boolean, stopAsked: boolean): string {
  if (stopAsked) return t('composer.placeholderStop');
  if (!running) return t('composer.placeholder');
  return isTouch()
    ? t('composer.placeholderQueue')
    : t('composer.placeholderRunning', { key: keyCaps('Mod').join('') });
}

interface SendButtonsProps {
  readonly running: boolean;
  readonly empty: boolean;
  readonly onSend: () => void;
  readonly onStop: () => void;
}

function SendButtons({ running, empty, onSend, onStop }: SendButtonsProps) {
  return (
    <>
      {running ? (
        <IconButton label={t('composer.stop')} look="secondary" side="top" className="rounded-lg" onClick={onStop}>
          <Square size={11} fill="currentColor" aria-hidden />
        </IconButton>
      ) : null}
      {running && empty ? null : (
        <IconButton
          label={running ? t('composer.queue') : t('composer.send')}
          keys="Enter"
          look="primary"
          side="top"
          disabled={empty}
          className="rounded-lg"
          onClick={onSend}
        >
          <ArrowUp size={16} strokeWidth={2.4} aria-hidden />
        </IconButton>
      )}
    </>
  );
}

function AttachButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => Promise<void> }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label={t('composer.attach')} side="top" onClick={() => input.current?.click()}>
        <ImagePlus size={15} aria-hidden />
      </IconButton>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        onChange={(event) => {
          void onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}

function takeFiles(
  event: ClipboardEvent | DragEvent,
  list: FileList,
  take: (files: readonly File[]) => Promise<void>,
): void {
  if (list.length === 0) return;
  event.preventDefault();
  void take([...list]);
}
