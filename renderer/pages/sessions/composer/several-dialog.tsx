// Sends the draft to several agents, models, or machines at once.
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { MAX_DISPATCH_ENTRIES } from '#contract/types/dispatches.ts';
import { defined } from '#contract/types/defined.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import { FormDialog } from '../../../design/dialog.tsx';
import { Select } from '../../../design/select.tsx';
import { EMPTY_DRAFT } from '../../../state/drafts.ts';
import { toAttachments } from '../../../state/outbox.ts';
import { asRequestError } from '../../../state/resource.ts';
import { href, navigate } from '../../../state/route.ts';
import { useRequest, useServices } from '../../../state/use-client.ts';
import { sessionMachineOptions } from '../../machines/describe-machine.ts';
import { REMOTE_MACHINE, toModelRef, type ComposerChoices } from './composer-model.ts';
import { joinPastes } from './pastes.ts';
import { fromThinkingChoice, THINKING_CHOICES, toThinkingChoice, type ThinkingChoice } from './thinking-levels.ts';

/** Value of a select for the default. */
const PRESET = 'preset';

interface Row {
  readonly id: number;
  readonly agentId: string;
  readonly model: string;
  readonly thinking: ThinkingChoice;
  readonly machine: string;
}

interface SeveralProps {
  /** The key of the draft. */
  readonly draftKey: string;
  readonly choices: ComposerChoices;
  readonly onClose: () => void;
}

/** A row for each agent. After sending, the results are shown side by side. */
export function SeveralDialog({ draftKey, choices, onClose }: SeveralProps) {
  const services = useServices();
  const { client, drafts, newId } = services;
  const [idempotencyKey] = useState(newId);
  const [rows, setRows] = useState<readonly Row[]>(() => {
    const agentId = choices.agent?.id ?? '';
    const { model = PRESET, machine = PRESET, thinkingLevel } = choices.create ?? {};
    // Worktrees are on this computer.
    const local = machine === REMOTE_MACHINE ? PRESET : machine;
    return [0, 1].map((id) => ({ id, agentId, model, machine: local, thinking: toThinkingChoice(thinkingLevel) }));
  });
  const change = (id: number, part: Partial<Row>): void =>
    setRows(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const add = (): void => setRows([...rows, { ...toNextRow(rows), id: Math.max(...rows.map(({ id }) => id)) + 1 }]);
  // The gateway rejected the prompt because it looks like it contains a secret.
  const [isSecret, setSecret] = useState(false);
  const submit = async (): Promise<void> => {
    const { text, images, files = [], create } = joinPastes(drafts.get(draftKey));
    const place =
      choices.project === undefined
        ? { folder: create?.cwd ?? choices.agent?.workspace }
        : { projectId: choices.project.id };
    const { approvalMode, persona } = create ?? {};
    const request = client.request('dispatches.create', {
      prompt: text.trim(),
      attachments: [...toAttachments({ images, files })],
      idempotencyKey,
      entries: rows.map(({ agentId, model, thinking, machine }) => ({
        agentId,
        ...defined({ model: chosen(model), machine: chosen(machine), approvalMode, persona }),
        ...defined({ thinkingLevel: fromThinkingChoice(thinking) }),
      })),
      ...defined({ ...place, baseRef: create?.worktreeBaseRef, allowSecrets: isSecret || undefined }),
    });
    const { dispatch } = await request.catch((error: unknown) => {
      setSecret(asRequestError(error).details['canSendAnyway'] === true);
      throw error;
    });
    drafts.set(draftKey, EMPTY_DRAFT);
    navigate(href('compare', dispatch.id));
  };
  return (
    <FormDialog
      open
      size="lg"
      title={t('compare.several.title')}
      description={t('compare.several.text')}
      submit={isSecret ? t('transcript.sendAnyway') : t('compare.several.submit', { count: rows.length })}
      onClose={onClose}
      onSubmit={submit}
    >
      <ul className="flex flex-col gap-3">
        {rows.map((row, at) => (
          <RowFields
            key={row.id}
            row={row}
            number={at + 1}
            choices={choices}
            onChange={(part) => change(row.id, part)}
            onRemove={rows.length === 1 ? undefined : () => setRows(rows.filter(({ id }) => id !== row.id))}
          />
        ))}
      </ul>
      <div className="flex items-center gap-3">
        <Button
          size="sm"
          icon={Plus}
          disabled={rows.length >= MAX_DISPATCH_ENTRIES}
          label={t('compare.several.add')}
          onClick={add}
        />
        {rows.length >= MAX_DISPATCH_ENTRIES && (
          <p className="text-xs text-ink-faint">{t('compare.several.limit', { count: MAX_DISPATCH_ENTRIES })}</p>
        )}
      </div>
    </FormDialog>
  );
}

/** The next row starts with the choices of the last one. */
function toNextRow(rows: readonly Row[]): Omit<Row, 'id'> {
  return rows.at(-1) ?? { agentId: '', model: PRESET, machine: PRESET, thinking: toThinkingChoice(undefined) };
}

function chosen(value: string): string | undefined {
  return value === PRESET ? undefined : value;
}

interface RowFieldsProps {
  readonly row: Row;
  readonly number: number;
  readonly choices: ComposerChoices;
  readonly onChange: (part: Partial<Row>) => void;
  /** Absent: the last row can't be removed. */
  readonly onRemove: (() => void) | undefined;
}

function RowFields({ row, number, choices, onChange, onRemove }: RowFieldsProps) {
  const machines = useRequest('machines.list', {}, ['machines.changed']);
  const preset = { value: PRESET, label: t('compare.several.preset') };
  return (
    <li
      aria-label={t('compare.several.row', { number })}
      className="flex flex-wrap items-center gap-2 pointer-coarse:gap-3"
    >
      <Select
        label={t('compare.several.agent')}
        className="min-w-36 flex-1 basis-36"
        options={choices.agents.map(({ id, name, identity }) => ({ value: id, label: identity?.name ?? name ?? id }))}
        value={row.agentId}
        onChange={(agentId) => onChange({ agentId })}
      />
      <Select
        label={t('compare.several.model')}
        className="min-w-44 flex-1 basis-44"
        options={[
          preset,
          ...choices.models.map((model) => ({ value: toModelRef(model), label: model.name, hint: model.provider })),
        ]}
        value={row.model}
        onChange={(model) => onChange({ model })}
      />
      <Select
        label={t('compare.several.thinking')}
        className="min-w-32 flex-1 basis-32"
        options={THINKING_CHOICES.map((value) => ({
          value,
          label: value === 'default' ? t('compare.several.preset') : t(`sessions.details.thinking.${value}`),
        }))}
        value={row.thinking}
        onChange={(thinking) => onChange({ thinking })}
      />
      <Select
        label={t('compare.several.machine')}
        className="min-w-36 flex-1 basis-36"
        options={[
          preset,
          ...(machines.data === undefined ? [] : sessionMachineOptions(machines.data)).filter(
            ({ value }) => value !== REMOTE_MACHINE,
          ),
        ]}
        value={row.machine}
        onChange={(machine) => onChange({ machine })}
      />
      <IconButton
        icon={Trash2}
        label={t('compare.several.remove', { number })}
        disabled={onRemove === undefined}
        onClick={onRemove}
      />
    </li>
  );
}
