// Where one writes: the field with its draft, what waits above it, the choices below it.
import { ArrowUp, ImagePlus, Square } from 'lucide-react';
import { useEffect, useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { SessionView } from '#contract/session-view.ts';
import { IconButton } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { toast } from '../../../design/toasts.ts';
import { EMPTY_DRAFT, type Draft } from '../../../state/drafts.ts';
import { nextPermissionMode } from '../../../state/permission-modes.ts';
import { useCommand, useServices } from '../../../state/use-client.ts';
import type { ChatActions } from '../chat-actions.ts';
import { readImages } from './attachments.ts';
import { AgentMenu, ModelMenu, ModeMenu } from './choice-menus.tsx';
import { composerIntent } from './composer-keys.ts';
import { useComposerChoices } from './composer-model.ts';
import { ContextRing } from './context-ring.tsx';
import { ImageStrip } from './image-strip.tsx';
import { QueueRows } from './queue-rows.tsx';
import { SlashMenu, useSlashMenu } from './slash-menu-view.tsx';

interface ComposerProps {
  readonly sessionKey: string;
  readonly view: SessionView;
  /** This pane has the focus of the page: page-wide keys mean this composer. */
  readonly focused: boolean;
  readonly actions: ChatActions;
  readonly onSend: (draft: Draft, how: 'now' | 'queue' | 'steer') => void;
}

/** Time in which a second Escape stops the run, ms. */
const SECOND_ESCAPE_MS = 3_000;

/** One composer; the same for a session and for one that begins. */
export function Composer({ sessionKey, view, focused, actions, onSend }: ComposerProps) {
  const { drafts, preferences, catalog } = useServices();
  const draft = useStore(drafts.store, (state) => state.drafts[sessionKey] ?? EMPTY_DRAFT);
  const enterSends = useStore(preferences.store, (state) => state.enterSends ?? true);
  const commands = useStore(catalog.commands.store, (state) => state.data?.commands) ?? [];
  const choices = useComposerChoices(sessionKey);
  const field = useRef<HTMLTextAreaElement>(null);
  const [stopAsked, askStop] = useBriefly(SECOND_ESCAPE_MS);
  const running = view.run !== undefined;
  const empty = draft.text.trim() === '' && draft.images.length === 0;
  const write = (changes: Partial<Draft>): void => drafts.set(sessionKey, { ...drafts.get(sessionKey), ...changes });
  const slash = useSlashMenu(draft.text, commands, (text) => write({ text }));
  useCommand('chat.focus', () => field.current?.focus(), focused);
  useEffect(() => {
    if (focused && !isTouch()) field.current?.focus({ preventScroll: true });
  }, [focused, sessionKey]);

  const send = (how: 'queue' | 'steer'): void => {
    if (empty) return;
    onSend(draft, running ? how : 'now');
    const { create } = draft;
    drafts.set(sessionKey, create === undefined ? EMPTY_DRAFT : { ...EMPTY_DRAFT, create });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (slash.onKeyDown(event)) return;
    const press = { ...keyOf(event), isComposing: event.nativeEvent.isComposing, keyCode: event.nativeEvent.keyCode };
    const intent = composerIntent(press, { empty: draft.text === '', running, enterSends, touch: isTouch() });
    if (intent === 'none') return;
    event.preventDefault();
    if (intent === 'send') send('queue');
    else if (intent === 'send-other') send('steer');
    else if (intent === 'recall') write({ text: lastPrompt(view) ?? '' });
    else if (intent === 'next-mode') choices.chooseMode(nextPermissionMode(choices.mode));
    else if (stopAsked) void actions.stop();
    else askStop();
  };
  const addFiles = async (files: readonly File[]): Promise<void> => {
    const { images, refused } = await readImages(files, drafts.get(sessionKey).images.length);
    write({ images: [...drafts.get(sessionKey).images, ...images] });
    for (const problem of refused) toast({ title: 'Not attached', detail: problem, tone: 'bad' });
  };
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
            aria-label="Message"
            placeholder={
              stopAsked
                ? 'Press Escape again to stop the run'
                : running
                  ? 'Add to the queue, or steer with Ctrl Enter'
                  : 'What should be done?'
            }
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
            <ModelMenu choices={choices} />
            <span className="min-w-0 flex-1" />
            {choices.isNew ? null : (
              <ContextRing used={view.contextTokens} window={choices.model?.contextWindow} usage={view.usage} />
            )}
            {running ? (
              <IconButton
                label="Stop the run"
                keys="Escape"
                look="secondary"
                side="top"
                className="rounded-lg"
                onClick={() => void actions.stop()}
              >
                <Square size={11} fill="currentColor" aria-hidden />
              </IconButton>
            ) : null}
            {running && empty ? null : (
              <IconButton
                label={running ? 'Add to the queue' : 'Send'}
                keys="Enter"
                look="primary"
                side="top"
                disabled={empty}
                className="rounded-lg"
                onClick={() => send('queue')}
              >
                <ArrowUp size={16} strokeWidth={2.4} aria-hidden />
              </IconButton>
            )}
          </div>
        </div>
      </div>
    </div>
  );
}

function AttachButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => Promise<void> }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label="Attach images" side="top" onClick={() => input.current?.click()}>
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

function keyOf({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent) {
  return { key, shiftKey, ctrlKey, metaKey, altKey };
}

function lastPrompt(view: SessionView): string | undefined {
  return view.items.findLast((item) => item.kind === 'user')?.text;
}

/** A phone or tablet: its Enter makes a line, and a keyboard must not jump up by itself. */
function isTouch(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}

/** True for a while after it was set. */
function useBriefly(ms: number): readonly [boolean, () => void] {
  const [on, setOn] = useState(false);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setTimeout(() => setOn(false), ms);
    return () => clearTimeout(timer);
  }, [on, ms]);
  return [on, () => setOn(true)];
}
