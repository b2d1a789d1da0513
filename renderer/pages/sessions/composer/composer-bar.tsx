// The choices and buttons below the message box. Typing doesn't re-render them, except when the box becomes empty.
import { ArrowUp, Paperclip, Square } from 'lucide-react';
import { memo, useLayoutEffect, useRef, useState } from 'react';
import type { Usage } from '#contract/types/content.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { AgentMenu, ModelMenu, ModeMenu, ThinkingMenu } from './choice-menus.tsx';
import { useComposerChoices } from './composer-model.ts';
import { ContextRing } from './context-ring.tsx';
import { MachineMenu } from './machine-menu.tsx';
import { ParallelButton } from './parallel-button.tsx';
import { PersonaMenu } from './persona-menu.tsx';
import { PlaceChooser } from './place-chooser.tsx';
import { SeveralButton } from './several-button.tsx';
import { SideButton } from './side-button.tsx';

/** Adds files to the draft. */
export type TakeFiles = (files: readonly File[]) => Promise<void>;

/** What the buttons do. Always the same object. */
export interface BarTasks {
  readonly addFiles: TakeFiles;
  readonly send: () => void;
  readonly stop: () => void;
  readonly clearText: () => void;
}

/** The same object in each render; its functions do what those of the last render do. */
export function useBarTasks(tasks: BarTasks): BarTasks {
  const latest = useRef(tasks);
  useLayoutEffect(() => {
    latest.current = tasks;
  });
  const [same] = useState<BarTasks>(() => ({
    addFiles: (files) => latest.current.addFiles(files),
    send: () => latest.current.send(),
    stop: () => latest.current.stop(),
    clearText: () => latest.current.clearText(),
  }));
  return same;
}

interface ComposerBarProps {
  readonly sessionKey: string;
  readonly focused: boolean;
  readonly isOnPage: boolean;
  readonly sendLabel: string;
  readonly running: boolean;
  /** There is nothing to send. */
  readonly empty: boolean;
  readonly hasText: boolean;
  readonly contextTokens: number;
  readonly usage: Usage;
  readonly tasks: BarTasks;
}

/** The row below the message box. */
export const ComposerBar = memo(function ComposerBar(props: ComposerBarProps) {
  const { sessionKey, focused, isOnPage, contextTokens, usage, tasks } = props;
  const choices = useComposerChoices(sessionKey);
  return (
    <div className={cx('flex items-center gap-0.5 px-2 pb-2', isOnPage && 'max-md:flex-wrap')}>
      <AttachButton onFiles={tasks.addFiles} />
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
      {!choices.isNew && <ContextRing used={contextTokens} window={choices.model?.contextWindow} usage={usage} />}
      {!choices.isNew && props.hasText && <SideButton sessionKey={sessionKey} onAsked={tasks.clearText} />}
      {props.running && !props.empty && <ParallelButton sessionKey={sessionKey} />}
      <SeveralButton draftKey={sessionKey} choices={choices} disabled={props.empty} />
      <SendButtons {...props} />
    </div>
  );
});

function SendButtons({ running, empty, sendLabel, tasks }: ComposerBarProps) {
  return (
    <span className="flex shrink-0 items-center gap-0.5 pointer-coarse:gap-3">
      {running && (
        <IconButton
          icon={Square}
          label={t('composer.stop')}
          look="secondary"
          side="top"
          className="rounded-lg"
          onClick={tasks.stop}
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
          onClick={tasks.send}
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
