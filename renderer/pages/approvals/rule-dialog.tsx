// Creates or changes a rule, and shows on the way which past commands it would have allowed or denied.
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ListedRule, RuleEffect } from '#contract/types/approvals.ts';
import { defined } from '#contract/types/defined.ts';
import { escapeHiddenInLine, removeHidden } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { SelectField } from '../../design/select.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { useServices } from '../../state/use-client.ts';
import { formatRule, parseRule } from './inbox.ts';
import { RehearsalView } from './rehearsal-view.tsx';
import {
  findPlaceProject,
  findRulePlace,
  listPlaces,
  toPlaceChange,
  toProjectPlace,
  type RulePlace,
} from './rule-places.ts';
import { useRehearsal } from './use-rehearsal.ts';

/** What the fields of the dialog contain. */
interface RuleFields {
  readonly agentId: string;
  readonly effect: RuleEffect;
  readonly line: string;
  readonly place: RulePlace;
}

interface RuleDialogProps {
  /** The rule to change; a new one without. */
  readonly rule?: ListedRule;
  readonly initial: RuleFields;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onSubmit: (fields: RuleFields, words: readonly string[]) => Promise<unknown>;
}

const EFFECTS = ['allow', 'deny'] as const;

/** Its fields start with `initial` each time it opens. */
function RuleDialog({ open, ...rest }: RuleDialogProps) {
  return open ? <OpenRuleDialog {...rest} /> : null;
}

function OpenRuleDialog({ rule, initial, onClose, onSubmit }: Omit<RuleDialogProps, 'open'>) {
  const [fields, setFields] = useState(initial);
  const { agentId, effect, line, place } = fields;
  const set = (change: Partial<RuleFields>) => setFields({ ...fields, ...change });
  const words = parseRule(line);
  const names = useProjectNames(rule);
  const { workspace, projectId, sessionKey = rule?.sessionKey } = toPlaceChange(place, rule);
  const { rehearsal, problem } = useRehearsal(
    words && {
      agentId,
      rules: [{ words: [...words], effect }],
      ...defined({ workspace, projectId }),
      ...(sessionKey === null || sessionKey === undefined ? {} : { sessionKey }),
      ...(rule === undefined ? {} : { replaces: rule.id }),
    },
  );
  const isNew = rule === undefined;
  return (
    <FormDialog
      open
      onClose={onClose}
      title={isNew ? t('approvals.rules.new') : t('rules.edit.title')}
      submit={isNew ? t('approvals.rules.add') : t('rules.edit.save')}
      disabled={words === undefined || problem !== undefined}
      onSubmit={() => words !== undefined && onSubmit(fields, words)}
    >
      {isNew && <AgentField value={agentId} onChange={(next) => set({ agentId: next })} />}
      <div>
        <Segmented
          label={t('rules.effect')}
          options={EFFECTS.map((value) => ({ value, label: t(`rules.effect.${value}`) }))}
          value={effect}
          onChange={(next) => set({ effect: next })}
        />
      </div>
      <TextField
        label={t('approvals.rules.command')}
        hint={effect === 'deny' ? t('rules.edit.denyHint') : t('approvals.rules.commandHint')}
        error={line.trim() !== '' && words === undefined ? t('approvals.always.patternInvalid') : problem?.message}
        inputClassName="font-mono"
        value={line}
        onChange={(next) => set({ line: next })}
      />
      <SelectField
        label={t('rules.edit.place')}
        options={listPlaces(rule, [...names.keys()]).map((value) => ({
          value,
          label: describePlace(value, rule, names),
        }))}
        value={place}
        onChange={(next) => set({ place: next })}
      />
      {words !== undefined && problem === undefined && <RehearsalView rehearsal={rehearsal} />}
    </FormDialog>
  );
}

/** The names of the projects that a rule can apply in, by ID. */
function useProjectNames(rule: ListedRule | undefined): ReadonlyMap<string, string> {
  const { projects } = useStore(useServices().projects.store);
  const own = rule?.projectId === undefined ? [] : [[rule.projectId, rule.projectName ?? rule.projectId] as const];
  return new Map([...own, ...projects.map(({ id, name }) => [id, name] as const)]);
}

function describePlace(place: RulePlace, rule: ListedRule | undefined, projects: ReadonlyMap<string, string>): string {
  const projectId = findPlaceProject(place);
  if (projectId !== undefined)
    return t('rules.edit.place.project', { name: removeHidden(projects.get(projectId) ?? projectId) });
  if (place === 'everywhere' || place === 'session') return t(`rules.edit.place.${place}`);
  return rule === undefined || rule.workspace === '*'
    ? t('rules.edit.place.agent')
    : t('rules.edit.place.workspace', { folder: escapeHiddenInLine(rule.workspace) });
}

interface AgentFieldProps {
  readonly value: string;
  readonly onChange: (agentId: string) => void;
}

function AgentField({ value, onChange }: AgentFieldProps) {
  const { catalog } = useServices();
  const list = useStore(catalog.agents.store, (state) => state.data);
  const options = (list?.agents ?? []).map((one) => ({ value: one.id, label: one.name ?? one.id }));
  return <SelectField label={t('approvals.rules.agent')} options={options} value={value} onChange={onChange} />;
}

interface NewRuleProps {
  /** Initial command; opens the dialog immediately. */
  readonly initial: string | undefined;
  readonly agentId: string | undefined;
  /** The project in which it applies, unless another place is chosen. */
  readonly projectId?: string;
  readonly onAdded: () => void;
}

/** The button that creates a rule, and its dialog. */
export function NewRule({ initial, agentId, projectId, onAdded }: NewRuleProps) {
  const { client, catalog } = useServices();
  const defaultId = useStore(catalog.agents.store, (state) => state.data?.defaultId);
  const [open, setOpen] = useState(initial !== undefined);
  const add = async ({ agentId: agent, effect, place }: RuleFields, words: readonly string[]) => {
    const { workspace, projectId: project } = toPlaceChange(place, undefined);
    const where = defined({ workspace, projectId: project });
    await client.request('approvals.rules.add', { agentId: agent, effect, words: [...words], ...where });
    onAdded();
  };
  return (
    <>
      <Button label={t('approvals.rules.new')} size="sm" icon={Plus} onClick={() => setOpen(true)} />
      <RuleDialog
        initial={{
          agentId: agentId ?? defaultId ?? 'main',
          effect: 'allow',
          line: initial ?? '',
          place: projectId === undefined ? 'workspace' : toProjectPlace(projectId),
        }}
        open={open}
        onClose={() => setOpen(false)}
        onSubmit={add}
      />
    </>
  );
}

interface EditRuleProps {
  readonly rule: ListedRule;
  readonly onChanged: (before: ListedRule) => void;
}

/** The button that changes a rule, and its dialog. */
export function EditRule({ rule, onChanged }: EditRuleProps) {
  const { client } = useServices();
  const [open, setOpen] = useState(false);
  const { id, agentId, effect = 'allow' } = rule;
  const line = formatRule(rule.words);
  const place = findRulePlace(rule);
  const change = async (fields: RuleFields, words: readonly string[]) => {
    const where = toPlaceChange(fields.place, rule);
    await client.request('approvals.rules.update', { id, effect: fields.effect, words: [...words], ...where });
    onChanged(rule);
  };
  return (
    <>
      <Button
        label={t('rules.edit.action')}
        size="sm"
        look="quiet"
        aria-label={t('rules.edit.rule', { rule: line })}
        onClick={() => setOpen(true)}
      />
      <RuleDialog
        rule={rule}
        initial={{ agentId, effect, line, place }}
        open={open}
        onClose={() => setOpen(false)}
        onSubmit={change}
      />
    </>
  );
}
