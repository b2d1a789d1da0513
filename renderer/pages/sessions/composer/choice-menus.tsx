// The pickers below the message box: approval mode, agent, model.
import { Bot, Brain, ChevronDown, Search, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { ApprovalMode } from '#contract/types/approval-modes.ts';
import { formatCompact } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { cx } from '../../../design/class-names.ts';
import { Dot } from '../../../design/badge.tsx';
import { ConfirmDialog } from '../../../design/dialog.tsx';
import { keyCaps } from '../../../design/key-caps.ts';
import { Menu } from '../../../design/menu.tsx';
import { Popover } from '../../../design/popover.tsx';
import type { ModelChoice } from '../../../state/catalog.ts';
import { firstKey } from '../../../state/key-bindings.ts';
import { approvalModes, describeApprovalMode } from '../../../state/approval-modes.ts';
import { useCommand } from '../../../state/use-client.ts';
import { AgentAvatar } from '../../agents/agent-avatar.tsx';
import { toModelRef, type ComposerChoices } from './composer-model.ts';
import { fromThinkingChoice, THINKING_CHOICES, toThinkingChoice } from './thinking-levels.ts';

const TRIGGER =
  'inline-flex h-6.5 min-w-0 shrink items-center gap-1.5 rounded-md px-1.5 text-xs text-ink-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover';
const MODE_COLORS = {
  neutral: 'text-ink-soft',
  accent: 'text-accent-ink',
  ok: 'text-ok',
  warn: 'text-warn',
  bad: 'bg-bad-soft font-medium text-bad! ring-1 ring-bad',
} as const;

/** The approval mode. Full access is confirmed once per session. */
export function ModeMenu({ choices }: { readonly choices: ComposerChoices }) {
  const now = describeApprovalMode(choices.mode);
  const [confirming, setConfirming] = useState(false);
  const choose = (mode: ApprovalMode): void => {
    if (mode !== 'full' || now.mode === 'full') return choices.chooseMode(mode);
    // Once the menu has returned the focus.
    setTimeout(() => setConfirming(true));
  };
  return (
    <>
      <Menu
        side="top"
        entries={approvalModes().map((entry) => ({
          kind: 'item',
          label: entry.title,
          hint: entry.hint,
          icon: <Dot tone={entry.tone} />,
          checked: entry.mode === now.mode,
          run: () => choose(entry.mode),
        }))}
      >
        <button
          type="button"
          aria-label={t('modes.label', { mode: now.title })}
          title={t('modes.hintWithKey', { hint: now.hint })}
          className={cx(TRIGGER, 'shrink-0', MODE_COLORS[now.tone])}
        >
          {now.mode === 'full' ? <ShieldAlert size={14} aria-hidden /> : <ShieldCheck size={14} aria-hidden />}
          {now.title}
        </button>
      </Menu>
      <ConfirmDialog
        open={confirming}
        onClose={() => setConfirming(false)}
        title={t('modes.confirmFull.title')}
        description={t('modes.confirmFull.text')}
        confirmLabel={t('modes.confirmFull.allow')}
        onConfirm={() => choices.chooseMode('full')}
      />
    </>
  );
}

/** The agent of a new session; for an existing one, only its name. Empty if there is only one agent. */
export function AgentMenu({ choices }: { readonly choices: ComposerChoices }) {
  const { agent, agents, isNew } = choices;
  if (agents.length < 2) return null;
  const name = agent?.identity?.name ?? agent?.name ?? agent?.id ?? t('composer.agent');
  const shown = (
    <>
      {agent === undefined ? <Bot size={14} aria-hidden /> : <AgentAvatar agent={agent} size="sm" />}
      <span className="truncate">{name}</span>
    </>
  );
  if (!isNew) return <span className={cx(TRIGGER, 'pointer-events-none @max-lg:hidden')}>{shown}</span>;
  return (
    <Menu
      side="top"
      entries={agents.map((entry) => ({
        kind: 'item',
        label: entry.identity?.name ?? entry.name ?? entry.id,
        icon: <AgentAvatar agent={entry} size="sm" />,
        checked: entry.id === agent?.id,
        run: () => choices.chooseAgent(entry.id),
      }))}
    >
      <button type="button" aria-label={t('composer.agentNamed', { name })} className={TRIGGER}>
        {shown}
        <ChevronDown size={12} aria-hidden className="text-ink-faint" />
      </button>
    </Menu>
  );
}

/** How much the model thinks in a new session. */
export function ThinkingMenu({ choices }: { readonly choices: ComposerChoices }) {
  const chosen = toThinkingChoice(choices.thinkingLevel);
  const name = t(`sessions.details.thinking.${chosen}`);
  return (
    <Menu
      side="top"
      entries={THINKING_CHOICES.map((choice) => ({
        kind: 'item',
        label: t(`sessions.details.thinking.${choice}`),
        checked: choice === chosen,
        run: () => choices.chooseThinking(fromThinkingChoice(choice)),
      }))}
    >
      <button type="button" aria-label={t('composer.thinkingNamed', { name })} className={TRIGGER}>
        <Brain size={14} aria-hidden />
        {chosen !== 'default' && <span className="truncate">{name}</span>}
      </button>
    </Menu>
  );
}

/** The model, with search. */
export function ModelMenu({ choices, focused }: { readonly choices: ComposerChoices; readonly focused: boolean }) {
  const [open, setOpen] = useState(false);
  useCommand('chat.model', () => setOpen(true), focused);
  const name = choices.model?.name ?? choices.modelRef ?? t('composer.chooseModel');
  return (
    <Popover
      label={t('composer.model')}
      side="top"
      open={open}
      onOpenChange={setOpen}
      className="w-76 p-0"
      trigger={
        <button
          type="button"
          aria-label={t('composer.modelNamed', { name })}
          title={t('composer.modelKey', { keys: keyCaps(firstKey('chat.model') ?? '').join('+') })}
          className={TRIGGER}
        >
          <span className="truncate">{name}</span>
          <ChevronDown size={12} aria-hidden className="shrink-0 text-ink-faint" />
        </button>
      }
    >
      <ModelList choices={choices} onClose={() => setOpen(false)} />
    </Popover>
  );
}

function ModelList({ choices, onClose }: { readonly choices: ComposerChoices; readonly onClose: () => void }) {
  const [query, setQuery] = useState('');
  const found = choices.models.filter((model) =>
    `${model.name} ${toModelRef(model)}`.toLowerCase().includes(query.trim().toLowerCase()),
  );
  const groups = Map.groupBy(found, (model) => model.provider);
  const choose = (ref: string): void => {
    choices.chooseModel(ref);
    onClose();
  };
  return (
    <>
      <div className="flex items-center gap-2 border-b border-line px-3">
        <Search size={14} aria-hidden className="text-ink-faint" />
        <input
          autoFocus
          aria-label={t('composer.searchModels')}
          placeholder={t('composer.searchModels')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            const first = found[0];
            if (event.key === 'Enter' && first !== undefined) choose(toModelRef(first));
          }}
          className="h-9 min-w-0 flex-1 bg-transparent text-sm outline-none placeholder:text-ink-faint"
        />
      </div>
      <div className="max-h-76 overflow-y-auto p-1">
        {[...groups].map(([provider, models]) => (
          <div key={provider} role="group" aria-label={provider}>
            <p className="px-2 pt-1.5 pb-0.5 text-2xs font-medium text-ink-faint">{provider}</p>
            {models.map((model) => (
              <ModelButton
                key={toModelRef(model)}
                model={model}
                chosen={toModelRef(model) === choices.modelRef}
                onChoose={() => choose(toModelRef(model))}
              />
            ))}
          </div>
        ))}
        {found.length === 0 && (
          <p className="p-3 text-xs text-ink-faint">
            {choices.models.length === 0 ? t('composer.noModels') : t('composer.noModelMatch')}
          </p>
        )}
      </div>
    </>
  );
}

interface ModelButtonProps {
  readonly model: ModelChoice;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function ModelButton({ model: { name, available, contextWindow }, chosen, onChoose }: ModelButtonProps) {
  const size = contextWindow === undefined ? '' : formatCompact(contextWindow);
  return (
    <button
      type="button"
      disabled={available === false}
      aria-pressed={chosen}
      onClick={onChoose}
      className={cx(
        'flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-start text-sm hover:bg-hover disabled:opacity-45',
        chosen && 'bg-active',
      )}
    >
      <span className="min-w-0 flex-1 truncate">{name}</span>
      <span className="tabular text-2xs text-ink-faint">{available === false ? t('composer.modelNoKey') : size}</span>
    </button>
  );
}
