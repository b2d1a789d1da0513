// The message box with its draft, the queue above it, and the choices below it.
import { ArrowUp, Paperclip, Square } from 'lucide-react';
import { useRef, type ClipboardEvent } from 'react';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { useFileDrop } from '../../../design/use-file-drop.ts';
import type { Draft } from '../../../state/drafts.ts';
import { keyCaps } from '../../../design/key-caps.ts';
import { AttachmentStrip } from './attachment-strip.tsx';
import { AgentMenu, ModelMenu, ModeMenu, ThinkingMenu } from './choice-menus.tsx';
import { ContextRing } from './context-ring.tsx';
import { MachineMenu } from './machine-menu.tsx';
import { MentionMenu } from './mention-menu.tsx';
import { MentionStrip } from './mention-strip.tsx';
import { PasteStrip } from './paste-strip.tsx';
import { PersonaMenu } from './persona-menu.tsx';
import { PlaceChooser } from './place-chooser.tsx';
import { QueueRows } from './queue-rows.tsx';
import { SeveralButton } from './several-button.tsx';
import { ParallelButton } from './parallel-button.tsx';
import { SideButton } from './side-button.tsx';
import { SlashMenu } from './slash-menu-view.tsx';
import { isTouch, useComposer, type ComposerProps } from './use-composer.ts';

const IN_PANE =
  'mx-auto w-full max-w-196 shrink-0 px-5 pb-4 max-md:px-3 max-md:pb-[max(0.75rem,env(safe-area-inset-bottom))]';

/** The composer of a session, existing or new. */
export function Composer(props: ComposerProps) {
  const { view, focused, actions, onPage } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const running = view.run !== undefined;
  const composer = useComposer(props, field);
  const { draft, choices, slash, mention, empty, hint, write, send, onKeyDown, addFiles, addPaste } = composer;
  const dropping = useFileDrop(field, (files) => void addFiles(files));
  return (
    <div className={onPage === undefined ? IN_PANE : 'relative'}>
      {dropping && <DropHint />}
      <QueueRows queue={view.queue} running={running} actions={actions} />
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
          <div className={cx('flex items-center gap-0.5 px-2 pb-2', onPage !== undefined && 'max-md:flex-wrap')}>
            <AttachButton onFiles={addFiles} />
            <ModeMenu choices={choices} />
            <AgentMenu choices={choices} />
            {choices.isNew && <PlaceChooser create={choices.create} onChange={choices.choosePlace} />}
            <ModelMenu choices={choices} focused={focused} />
            {choices.isNew && (
              <>
                <ThinkingMenu choices={choices} />
                <MachineMenu choices={choices} />
                <PersonaMenu choices={choices} />
              </>
            )}
            <span className="min-w-0 flex-1" />
            {!choices.isNew && (
              <ContextRing used={view.contextTokens} window={choices.model?.contextWindow} usage={view.usage} />
            )}
            <OtherWaysToSend sessionKey={props.sessionKey} composer={composer} running={running} />
            <SendButtons
              running={running}
              empty={empty}
              sendLabel={onPage?.send ?? t('composer.send')}
              onSend={() => send('queue')}
              onStop={() => actions.stop()}
            />
          </div>
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

interface OtherWaysToSendProps {
  readonly sessionKey: string;
  readonly composer: ReturnType<typeof useComposer>;
  readonly running: boolean;
}

/** To several agents for a new session; beside the conversation for an existing one. */
function OtherWaysToSend({ sessionKey, composer, running }: OtherWaysToSendProps) {
  const { draft, choices, empty, write } = composer;
  return (
    <>
      {!choices.isNew && <SideButton sessionKey={sessionKey} text={draft.text} onAsked={() => write({ text: '' })} />}
      {running && !empty && <ParallelButton sessionKey={sessionKey} draft={draft} />}
      <SeveralButton draftKey={sessionKey} choices={choices} disabled={empty} />
    </>
  );
}

interface SendButtonsProps {
  readonly running: boolean;
  readonly empty: boolean;
  readonly sendLabel: string;
  readonly onSend: () => void;
  readonly onStop: () => void;
}

function SendButtons({ running, empty, sendLabel, onSend, onStop }: SendButtonsProps) {
  return (
    <span className="flex shrink-0 items-center gap-0.5 pointer-coarse:gap-3">
      {running && (
        <IconButton
          icon={Square}
          label={t('composer.stop')}
          look="secondary"
          side="top"
          className="rounded-lg"
          onClick={onStop}
        >
          <Square size={11} fill="currentColor" aria-hidden />
        </IconButton>
      )}
      {(!running || !empty) && (
        <IconButton
          icon={ArrowUp}
          label={running ? t('composer.queue') : sendLabel}
          keys="Enter"
          look="primary"
          side="top"
          disabled={empty}
          className="rounded-lg"
          onClick={onSend}
        />
      )}
    </span>
  );
}

function AttachButton({ onFiles }: { readonly onFiles: TakeFiles }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton icon={Paperclip} label={t('composer.attach')} side="top" onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
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

type TakeFiles = (files: readonly File[]) => Promise<void>;

function takePaste(event: ClipboardEvent, takeFiles: TakeFiles, takeText: (text: string) => boolean): void {
  const { files } = event.clipboardData;
  if (files.length > 0) {
    event.preventDefault();
    void takeFiles([...files]);
  } else if (takeText(event.clipboardData.getData('text/plain'))) event.preventDefault();
}
